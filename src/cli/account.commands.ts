import { Command } from 'commander';
import { AccountStanding } from '../auth/index.js';
import { UsersService } from '../users/index.js';
import { OperatorError } from '../platform/errors/index.js';
import { withApplication } from './with-application.js';

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

export const accountCommands = (): Command[] => [
  onAccount('disable', 'end all sessions of an account, and refuse new ones', 'disabled', (to, id) =>
    to.disable(id),
  ),
  onAccount('enable', 'let a disabled account sign in again', 'enabled', (to, id) => to.enable(id)),
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
  await withApplication(async (app) => {
    const user = await app.get(UsersService, { strict: false }).findByLogin(account);
    if (!user) throw new OperatorError(`There is no account "${account}".`);
    await act(app.get(AccountStanding, { strict: false }), user.id, role);
    process.stdout.write(`${user.email} ${role ? `${done} ${role}` : `is ${done}`}\n`);
  });
}
