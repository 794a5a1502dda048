import { Command } from 'commander';
import { AccountStanding } from '../../auth/index.js';
import { PasswordFailures } from '../../credentials/passwords/index.js';
import { ACCOUNT, nameOf, onUser, referTo } from './on-account.js';
import { say } from '../say.js';

/** Changes the account, and tells what it is from then on. */
type Act = (standing: AccountStanding, userId: string) => Promise<string>;

/** Commands that change the standing of an account that exists. */
const onAccount = (name: string, description: string, act: Act): Command =>
  new Command(name)
    .description(description)
    .argument('<account>', ACCOUNT)
    .action((account: string) =>
      onUser(account, async (user, app) => {
        const done = await act(app.get(AccountStanding, { strict: false }), user.id);
        say(`${nameOf(user)} is ${done}`, { account: referTo(user), done });
      }),
    );

const enablePassword = (): Command =>
  new Command('enable-password')
    .description('let a password be used again that too many wrong attempts have disabled')
    .argument('<account>', ACCOUNT)
    .action((account: string) =>
      onUser(account, async (user, app) => {
        await app.get(PasswordFailures, { strict: false }).enable(user.id);
        say(`The password of ${user.email} can be used`, {
          account: referTo(user),
          done: 'password enabled',
        });
      }),
    );

export const accountCommands = (): Command[] => [
  onAccount('disable', 'end all sessions of an account, and refuse new ones', (to, id) =>
    to.disable(id).then(() => 'disabled'),
  ),
  onAccount('enable', 'let a disabled account sign in again', (to, id) =>
    to.enable(id).then(() => 'enabled'),
  ),
  enablePassword(),
  onAccount('delete', 'delete an account and all that belongs to it', (to, id) =>
    to.remove(id).then(() => 'deleted'),
  ),
];
