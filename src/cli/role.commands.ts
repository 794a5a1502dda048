import type { INestApplicationContext } from '@nestjs/common';
import { Command } from 'commander';
import { NewRoleDto, RoleAdministration, RoleChangeDto } from '../admin/index.js';
import { AccountStanding } from '../auth/index.js';
import { OperatorError } from '../platform/errors/index.js';
import { type Role, RoleDefinitions } from '../roles/index.js';
import { ACCOUNT, nameOf, onUser, referTo } from './accounts/on-account.js';
import { say, sayEach } from './say.js';
import { validated } from './validated.js';
import { withApplication } from './with-application.js';

interface Wish {
  readonly name?: string;
  readonly description?: string;
  readonly permissions?: string[];
  readonly inherits?: string[];
}

/** `a,b` names two, and an empty text none. */
const names = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);

const withGrants = (command: Command): Command =>
  command
    .option('--description <text>', 'what it is for')
    .option('--permissions <names>', 'what it grants, joined by commas; "" for nothing', names)
    .option('--inherits <names>', 'roles that it takes over, joined by commas; "" for none', names);

const list = (): Command =>
  new Command('list').description('all roles, with what they grant and inherit').action(() =>
    withApplication(async (app) => {
      sayEach(await app.get(RoleDefinitions, { strict: false }).all(), telling);
    }),
  );

const cardOf = ({ name, description, builtIn, permissions, inherits }: Role) => ({
  name,
  description,
  builtIn,
  permissions: permissions.map((permission) => permission.name).sort(),
  inherits: inherits.map((role) => role.name).sort(),
});

const telling = {
  human: (role: Role) => {
    const { name, description, permissions, inherits } = cardOf(role);
    const lines = [`${name}: ${description}`, `  grants ${permissions.join(', ') || 'nothing'}`];
    if (inherits.length > 0) lines.push(`  inherits ${inherits.join(', ')}`);
    return lines.join('\n');
  },
  data: cardOf,
  none: 'No roles.',
};

const create = (): Command =>
  withGrants(new Command('create').description('make a role').argument('<name>', 'name of the role'))
    .addHelpText(
      'after',
      '\nExample:\n  npm run cli -- role create helpdesk --permissions users:read,users:write --inherits user',
    )
    .action((name: string, wish: Wish) =>
      withApplication(async (app) => {
        const draft = await validated(NewRoleDto, { ...wish, name });
        await assertKnown(wish, app);
        await app.get(RoleAdministration, { strict: false }).create(draft);
        say(`Made the role ${name}`, { role: name, done: 'made' });
      }),
    );

const edit = (): Command =>
  withGrants(
    new Command('edit')
      .description('change a role; a list takes the place of the old one')
      .argument('<role>', 'name of the role')
      .option('--name <name>', 'another name'),
  ).action((role: string, wish: Wish) =>
    withApplication(async (app) => {
      const change = await validated(RoleChangeDto, wish);
      await assertKnown(wish, app);
      const { name } = await app.get(RoleAdministration, { strict: false }).edit(role, change);
      say(`Changed the role ${name}`, { role: name, done: 'changed' });
    }),
  );

const remove = (): Command =>
  new Command('delete')
    .description('delete a role that no account holds and no role inherits')
    .argument('<role>', 'name of the role')
    .action((role: string) =>
      withApplication(async (app) => {
        await app.get(RoleAdministration, { strict: false }).remove(role);
        say(`Deleted the role ${role}`, { role, done: 'deleted' });
      }),
    );

/** Gives or takes the role, and tells how the account stands to it from then on. */
type Act = (standing: AccountStanding, userId: string, role: string) => Promise<string>;

const onHolder = (name: string, description: string, act: Act): Command =>
  new Command(name)
    .description(description)
    .argument('<account>', ACCOUNT)
    .argument('<role>', 'name of the role')
    .action((account: string, role: string) =>
      onUser(account, async (user, app) => {
        const done = await act(app.get(AccountStanding, { strict: false }), user.id, role);
        say(`${nameOf(user)} ${done} ${role}`, { account: referTo(user), done, role });
      }),
    );

const grant = (): Command =>
  onHolder('grant', 'give an account a role', (to, id, role) => to.giveRole(id, role).then(() => 'holds'));

const revoke = (): Command =>
  onHolder('revoke', 'take a role from an account', async (to, id, role) =>
    (await to.takeRole(id, role)) ? 'no longer holds' : 'did not hold',
  );

export const roleCommands = (): Command =>
  [list(), create(), edit(), remove(), grant(), revoke()].reduce(
    (role, command) => role.addCommand(command),
    new Command('role').description('roles, and who holds which; takes effect on the next request'),
  );

/** Says which name is wrong and which there are, as the answer over HTTP need not: it points to the field. */
async function assertKnown({ permissions = [], inherits = [] }: Wish, app: INestApplicationContext) {
  const definitions = app.get(RoleDefinitions, { strict: false });
  assertAmong('permission', permissions, await definitions.permissions());
  assertAmong('role', inherits, await definitions.all());
}

function assertAmong(kind: string, asked: readonly string[], known: readonly { readonly name: string }[]) {
  const there = known.map(({ name }) => name);
  const stranger = asked.find((name) => !there.includes(name));
  if (stranger === undefined) return;
  throw new OperatorError(`There is no ${kind} "${stranger}". There are: ${there.sort().join(', ')}.`);
}
