import 'reflect-metadata';
import { Command } from 'commander';
import { roleCommands } from './cli/account.commands.js';
import { keyCommands } from './cli/key.commands.js';
import { keysCommands } from './cli/keys.commands.js';
import { mailCommands } from './cli/mail.commands.js';
import { usersCommands } from './cli/users.commands.js';
import { userCommands } from './cli/user.commands.js';
import { explainStartFailure } from './start-failure.js';
import { VERSION } from './version.js';

const program = new Command('npm run cli --')
  .description(
    'Sallyport’s command line. It works on the same database and settings as the server, also while that runs.',
  )
  .version(VERSION)
  .showHelpAfterError()
  .addCommand(userCommands())
  .addCommand(usersCommands())
  .addCommand(roleCommands())
  .addCommand(keyCommands())
  .addCommand(keysCommands())
  .addCommand(mailCommands());

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${explainStartFailure(error)}\n`);
  process.exitCode = 1;
}
