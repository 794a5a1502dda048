import 'reflect-metadata';
import { auditCommands } from './cli/audit/audit.commands.js';
import { commandLine, runCommand } from './cli/command-line.js';
import { databaseCommands } from './cli/database/database.commands.js';
import { explainCommand } from './cli/explain.command.js';
import { doctorCommand } from './cli/doctor/doctor.commands.js';
import { keyCommands } from './cli/key.commands.js';
import { keysCommands } from './cli/keys.commands.js';
import { mailCommands } from './cli/mail.commands.js';
import { roleCommands } from './cli/role.commands.js';
import { sessionCommands } from './cli/session.commands.js';
import { usersCommands } from './cli/accounts/users.commands.js';
import { userCommands } from './cli/accounts/user.commands.js';

await runCommand(
  commandLine([
    userCommands(),
    usersCommands(),
    roleCommands(),
    keyCommands(),
    keysCommands(),
    mailCommands(),
    sessionCommands(),
    databaseCommands(),
    explainCommand(),
    auditCommands(),
    doctorCommand(),
  ]),
);
