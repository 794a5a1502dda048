import { Command } from 'commander';
import { AccountStanding } from '../auth/index.js';
import { PasswordFailures } from '../credentials/passwords/index.js';
import { nameOf, onUser } from './on-account.js';

type Act = (standing: AccountStanding, userId: string, role: string) => Promise<void>;

/** Commands that change the standing of an account that exists. The account is named by e-mail address or username. */
const onAccount = (name: string, description: string, done: string, act: Act): Command =>
  new Command(name)
    .description(description)
    .argument('<account>', 'e-mail address or username')
    .action((account: string) => change(account, '', done, act));

const onRole = (name: string, description: string, done: string, act: Act): Command =>
  new Command(name)
    .description(description)
    .argument('<account>', 'e-mail address or username')
    .argument('<role>', 'name of the role')
    .action((account: string, role: string) => change(account, role, done, act));

const enablePassword = (): Command =>
  new Command('enable-password')
    .description('let a password be used again that too many wrong attempts have disabled')
    .argument('<account>', 'e-mail address or username')
    .action((account: string) =>
      onUser(account, async ({ id, email }, app) => {
        await app.get(PasswordFailures, { strict: false }).enable(id);
        process.stdout.write(`The password of ${email} can be used\n`);
      }),
    );

export const accountCommands = (): Command[] => [
  onAccount('disable', 'end all sessions of an account, and refuse new ones', 'disabled', (to, id) =>
    to.disable(id),
  ),
  onAccount('enable', 'let a disabled account sign in again', 'enabled', (to, id) => to.enable(id)),
  enablePassword(),
  onAccount('delete', 'delete an account and all that belongs to it', 'deleted', (to, id) => to.remove(id)),
];

export const roleCommands = (): Command =>
  new Command('role')
    .description('who holds which role; takes effect on the next request')
    .addCommand(onRole('grant', 'give an account a role', 'holds', (to, id, role) => to.giveRole(id, role)))
    .addCommand(
      onRole('revoke', 'take a role from an account', 'no longer holds', (to, id, role) =>
        to.takeRole(id, role),
      ),
    );

async function change(account: string, role: string, done: string, act: Act): Promise<void> {
  await onUser(account, async (user, app) => {
    await act(app.get(AccountStanding, { strict: false }), user.id, role);
    process.stdout.write(`${nameOf(user)} ${role ? `${done} ${role}` : `is ${done}`}\n`);
  });
}
