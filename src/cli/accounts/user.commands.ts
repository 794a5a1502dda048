import { Command } from 'commander';
import { Accounts, RegisterDto, ServiceAccountDto, ServiceAccounts } from '../../auth/index.js';
import { Clock } from '../../platform/clock/index.js';
import { accountCommands } from './account.commands.js';
import { askPassword } from './ask-password.js';
import { nameOf, referTo } from './on-account.js';
import { say } from '../say.js';
import { validated } from '../validated.js';
import { withApplication } from '../with-application.js';

interface CreateOptions {
  readonly email?: string;
  readonly service?: true;
  readonly username?: string;
  readonly displayName?: string;
  readonly role: string[];
}

export const userCommands = (): Command => {
  const user = new Command('user').description('accounts').addCommand(createCommand());
  for (const command of accountCommands()) user.addCommand(command);
  return user;
};

const createCommand = (): Command =>
  new Command('create')
    .description('make an account; asks for the password, or reads it from standard input')
    .option('--email <address>', 'e-mail address: every person has one (not with --service)')
    .option('--service', 'an account for a program: with a username, and without an address and a password')
    .option('--username <name>', 'username')
    .option('--display-name <name>', 'the name the person is shown by')
    .option(
      '--role <name>',
      'a role beside "user", which a service does not get; may be given several times',
      (role, roles: string[]) => [...roles, role],
      [],
    )
    .addHelpText(
      'after',
      '\nExamples:\n  npm run cli -- user create --email ada@example.com --role admin\n  npm run cli -- user create --service --username nightly-backup',
    )
    .action(create);

async function create(options: CreateOptions, command: Command): Promise<void> {
  const { email, service, role: roles, ...names } = options;
  if (service) return createService(options, command);
  if (email === undefined) return command.error("error: required option '--email <address>' not specified");
  const password = await askPassword(`Password for ${email}`);
  const account = await validated(RegisterDto, { email, password, ...names });
  await withApplication(async (app) => {
    const vouchedFor = { ...account, emailVerifiedAt: app.get(Clock, { strict: false }).now() };
    const made = await app.get(Accounts, { strict: false }).create(vouchedFor, roles);
    tell(made);
  });
}

async function createService(options: CreateOptions, command: Command): Promise<void> {
  const { email, username, displayName, role: roles } = options;
  if (email !== undefined) command.error("error: option '--email <address>' cannot be used with '--service'");
  if (username === undefined) command.error("error: '--service' needs '--username <name>'");
  const draft = await validated(ServiceAccountDto, { username, ...(displayName && { displayName }) });
  await withApplication(async (app) => {
    tell(await app.get(ServiceAccounts, { strict: false }).create(draft, roles));
  });
}

function tell({ user, roles }: Awaited<ReturnType<Accounts['create']>>): void {
  const held = roles.length > 0 ? `the roles: ${roles.join(', ')}` : 'no role';
  say(`Made ${nameOf(user)} (${user.id}) with ${held}`, { ...referTo(user), roles });
}
