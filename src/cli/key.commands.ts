import { Command, InvalidArgumentError } from 'commander';
import { ApiKeyIssuance, NewApiKeyDto } from '../auth/index.js';
import { type ApiKey, ApiKeys } from '../credentials/api-keys/index.js';
import { setting } from '../platform/config/index.js';
import { OperatorError } from '../platform/errors/index.js';
import { ApiKeyRevocation } from '../tokens/index.js';
import { ACCOUNT, nameOf, onUser, referTo } from './accounts/on-account.js';
import { remark, say, sayEach } from './say.js';
import { validated } from './validated.js';

interface CreateOptions {
  readonly name: string;
  readonly scope?: string[];
  readonly expires?: number;
}

/** Not to be mixed up with `keys`, which sign access tokens. */
export const keyCommands = (): Command =>
  new Command('key')
    .description('API keys of people and services')
    .addCommand(createCommand())
    .addCommand(
      new Command('list')
        .description('every API key of an account')
        .argument('<account>', ACCOUNT)
        .action(list),
    )
    .addCommand(
      new Command('revoke')
        .description('refuse an API key from the next request on')
        .argument('<account>', ACCOUNT)
        .argument('<id>', 'of the key, as `key list` shows it')
        .action(revoke),
    );

const createCommand = (): Command =>
  new Command('create')
    .description('make an API key, and show it this once')
    .argument('<account>', ACCOUNT)
    .requiredOption('--name <name>', 'what to call it')
    .option(
      '--scope <permission>',
      'limit it to a permission; may be given several times (default: all that the account may)',
      (scope, scopes: string[] = []) => [...scopes, scope],
    )
    .option('--expires <time>', 'for how long it is good, such as 30d (default: API_KEY_TTL)', seconds)
    .addHelpText(
      'after',
      '\nExample:\n  npm run cli -- key create nightly-backup --name cron --scope reports:read --expires 30d',
    )
    .action(create);

async function create(account: string, { name, scope, expires }: CreateOptions): Promise<void> {
  const asked = { name, ...(scope && { scopes: scope }), ...(expires && { expiresIn: expires }) };
  const wish = await validated(NewApiKeyDto, asked);
  await onUser(account, async (user, app) => {
    const { secret, key } = await app.get(ApiKeyIssuance, { strict: false }).byOperator(user.id, wish);
    // The key alone on standard output, for `KEY=$(…)`.
    remark(`Made ${key.id} for ${nameOf(user)}. It is shown this once:`);
    say(secret, { account: referTo(user), secret, ...cardOf(key) });
  });
}

async function list(account: string): Promise<void> {
  await onUser(account, async ({ id }, app) => {
    const keys = await app.get(ApiKeys, { strict: false }).allOf(id);
    sayEach(keys, { human: lineOf, data: cardOf, none: 'No API keys.' });
  });
}

async function revoke(account: string, keyId: string): Promise<void> {
  await onUser(account, async (user, app) => {
    if (!(await app.get(ApiKeyRevocation, { strict: false }).of(user.id, keyId)))
      throw new OperatorError(`${nameOf(user)} has no API key "${keyId}". \`key list\` shows them.`);
    say(`${keyId} is revoked`, { account: referTo(user), id: keyId, done: 'revoked' });
  });
}

const cardOf = ({ id, name, scopes, createdAt, expiresAt, lastUsedAt }: ApiKey) => ({
  id,
  name,
  scopes,
  createdAt,
  expiresAt,
  lastUsedAt,
});

const lineOf = ({ id, name, scopes, expiresAt, lastUsedAt }: ApiKey): string =>
  [
    id,
    scopes ? `scopes ${scopes.join(' ') || 'none'}` : 'all scopes',
    `until ${expiresAt.toISOString()}`,
    lastUsedAt ? `used ${lastUsedAt.toISOString()}` : 'never used',
    name,
  ].join('  ');

function seconds(text: string): number {
  const { data, error } = setting.duration({ min: '1m', max: '365d' }).safeParse(text);
  if (error) throw new InvalidArgumentError(`It ${error.issues[0]?.message}.`);
  return data;
}
