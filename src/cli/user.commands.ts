import { Command } from 'commander';
import { Accounts, RegisterDto } from '../auth/index.js';
import { Clock } from '../platform/clock/index.js';
import { StrictValidationPipe } from '../platform/errors/index.js';
import { accountCommands } from './account.commands.js';
import { askPassword } from './ask-password.js';
import { withApplication } from './with-application.js';

interface CreateOptions {
  readonly email: string;
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
    .requiredOption('--email <address>', 'e-mail address')
    .option('--username <name>', 'username')
    .option('--display-name <name>', 'the name the person is shown by')
    .option(
      '--role <name>',
      'a role beside "user"; may be given several times',
      (role, roles: string[]) => [...roles, role],
      [],
    )
    .addHelpText('after', '\nExample:\n  npm run cli -- user create --email ada@example.com --role admin')
    .action(create);

async function create({ email, role: roles, ...names }: CreateOptions): Promise<void> {
  const password = await askPassword(`Password for ${email}`);
  const draft = { email, password, ...names };
  const account = (await new StrictValidationPipe().transform(draft, {
    type: 'body',
    metatype: RegisterDto,
  })) as RegisterDto;
  await withApplication(async (app) => {
    const vouchedFor = { ...account, emailVerifiedAt: app.get(Clock, { strict: false }).now() };
    const { user, roles: held } = await app.get(Accounts, { strict: false }).create(vouchedFor, roles);
    process.stdout.write(`Made ${user.email} (${user.id}) with the roles: ${held.join(', ')}\n`);
  });
}
