import { AccountStanding, ApiKeyIssuance, ServiceAccounts } from '../../src/auth/index.js';
import type { AccessRule } from '../../src/platform/access/index.js';
import { ADMIN_ROLE } from '../../src/roles/index.js';
import { BUILT_IN_ROLES, PERMISSIONS } from '../../src/roles/built-in.js';
import { holderOf, idOf } from './administration.js';
import { Program } from './api-keys.js';
import type { Answer } from './client.js';
import type { FrozenClock } from './frozen-clock.js';
import { expectStatus, type Person } from './person.js';
import type { World } from './world.js';

/** What the door said: sign in first; you may not; there is no such door; or it opened, whatever came of it then. */
export type Verdict = 'out' | 'forbidden' | 'nowhere' | 'in';

type Headers = Readonly<Record<string, string>>;

/** Somebody at a door, and what they may. */
export interface RouteCaller {
  readonly name: string;
  /** What the request carries; some need something fresh for a route that takes it away. */
  readonly headers: (route: string) => Headers | Promise<Headers>;
  readonly standing: 'stranger' | 'expired' | 'refused' | 'session' | 'key';
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
}

const OUT = [
  'auth.tokenMissing',
  'auth.authorizationMalformed',
  'token.invalid',
  'token.expired',
  'token.revoked',
];
const FORBIDDEN = ['auth.sessionRequired', 'auth.csrf', 'role.roleRequired', 'role.permissionRequired'];
const NOWHERE = ['request.notFound', 'request.malformed', 'request.refused'];

export function verdictOf(status: number, code: string | undefined): Verdict {
  if (code === undefined)
    return status === 401 ? 'out' : status === 403 ? 'forbidden' : status >= 400 ? 'nowhere' : 'in';
  return OUT.includes(code)
    ? 'out'
    : FORBIDDEN.includes(code)
      ? 'forbidden'
      : NOWHERE.includes(code)
        ? 'nowhere'
        : 'in';
}

/** What a rule says, told by the words of the written table and not by the code that is tested. */
export function expectedVerdict(
  { isPublic, takesExpiredTokens, sessionOnly, anyRole, allPermissions }: AccessRule,
  { standing, roles, permissions }: RouteCaller,
): Verdict {
  if (isPublic) return 'in';
  if (standing === 'stranger' || standing === 'refused') return 'out';
  if (standing === 'expired' && !takesExpiredTokens) return 'out';
  if (standing === 'key' && sessionOnly) return 'forbidden';
  const hasRole = anyRole.length === 0 || anyRole.some((role) => roles.includes(role));
  return hasRole && allPermissions.every((name) => permissions.includes(name)) ? 'in' : 'forbidden';
}

const ALL = Object.keys(PERMISSIONS);
const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });

/** One of every kind. The clock is moved between: tokens of the first have expired by then. */
export async function routeCallers(world: World, clock: FrozenClock): Promise<RouteCaller[]> {
  await world.administrator(); // stays one, whoever is demoted
  const late = await world.administrator();
  clock.advance(3600);
  const callers: RouteCaller[] = [
    { name: 'a stranger', headers: () => ({}), standing: 'stranger', roles: [], permissions: [] },
    {
      name: 'an expired token',
      headers: () => bearer(late.accessToken),
      standing: 'expired',
      roles: [ADMIN_ROLE],
      permissions: ALL,
    },
    { name: 'nonsense', headers: () => bearer('x.y.z'), standing: 'refused', roles: [], permissions: [] },
  ];
  for (const { name, permissions } of BUILT_IN_ROLES)
    callers.push(session(`the role ${name}`, await inRole(world, name), [name], permissions));
  callers.push(session('no role', await inRole(world, undefined), [], []));
  for (const permission of ALL)
    callers.push(session(permission, await holderOf(world, [permission]), [], [permission]));
  callers.push(session('all permissions by another role', await holderOf(world, ALL), [], ALL));
  return [...callers, ...(await withoutJwt(world)), ...(await undone(world))];
}

function session(
  name: string,
  person: Person,
  roles: readonly string[],
  permissions: readonly string[],
): RouteCaller {
  const headers = async (route: string) =>
    bearer((route === 'POST /logout' ? await person.onAnotherDevice() : person).accessToken);
  return { name, headers, standing: 'session', roles, permissions };
}

async function inRole(world: World, role: string | undefined): Promise<Person> {
  const person = await world.person().signedIn();
  const standing = world.provider(AccountStanding);
  const id = await idOf(person);
  await standing.takeRole(id, 'user');
  if (role) await standing.giveRole(id, role);
  expectStatus(await person.signsIn(), 200);
  return person;
}

async function withoutJwt(world: World): Promise<RouteCaller[]> {
  const root = await world.administrator();
  const opaque = await (await world.administrator()).onAnotherDevice({ token_format: 'opaque' });
  const browser = await world.administrator();
  const signIn = () =>
    world.post('/login?useCookies=true', { email: browser.email, password: browser.password });
  const key = await Program.of(root, world);
  const narrow = await Program.of(root, world, { scopes: ['reports:read', 'users:read'] });
  const { user } = await world.provider(ServiceAccounts).create({ username: 'robot' }, [ADMIN_ROLE]);
  const robot = (await world.provider(ApiKeyIssuance).byOperator(user.id, { name: 'all' })).secret;
  const admin = { roles: [ADMIN_ROLE], permissions: ALL } as const;
  let kept: Promise<Answer> | undefined;
  const withCookies = (answer: Answer) => ({
    cookie: Object.values(answer.setCookies)
      .map((whole) => whole.split(';', 1)[0])
      .join('; '),
    'x-csrf-token': String(answer.body.csrf_token),
  });
  return [
    {
      ...session('an opaque token', opaque, admin.roles, admin.permissions),
      headers: async (route) =>
        bearer(
          (route === 'POST /logout' ? await opaque.onAnotherDevice({ token_format: 'opaque' }) : opaque)
            .accessToken,
        ),
    },
    {
      name: 'cookies',
      headers: async (route) =>
        withCookies(await (route === 'POST /logout' ? signIn() : (kept ??= signIn()))),
      standing: 'session',
      ...admin,
    },
    { name: 'an API key', headers: () => bearer(key.key), standing: 'key', ...admin },
    {
      name: 'an API key with scopes',
      headers: () => bearer(narrow.key),
      standing: 'key',
      roles: [],
      permissions: ['reports:read', 'users:read'],
    },
    { name: 'a service', headers: () => bearer(robot), standing: 'key', ...admin },
  ];
}

/** Whose tokens say more than is true by now. */
async function undone(world: World): Promise<RouteCaller[]> {
  const standing = world.provider(AccountStanding);
  const refused = (name: string, token: string): RouteCaller => ({
    name,
    headers: () => bearer(token),
    standing: 'refused',
    roles: [],
    permissions: [],
  });
  const [disabled, demoted, gone] = [
    await world.administrator(),
    await world.administrator(),
    await world.administrator(),
  ];
  const keyOfDisabled = await Program.of(disabled, world);
  await standing.disable(await idOf(disabled));
  await standing.takeRole(await idOf(demoted), ADMIN_ROLE);
  await standing.remove(await idOf(gone));
  return [
    refused('somebody disabled', disabled.accessToken),
    refused('an API key of somebody disabled', keyOfDisabled.key),
    refused('a demoted administrator', demoted.accessToken),
    refused('somebody deleted', gone.accessToken),
  ];
}
