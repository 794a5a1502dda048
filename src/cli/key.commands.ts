import { Command, InvalidArgumentError } from 'commander';
import { ApiKeyIssuance, NewApiKeyDto } from '../auth/index.js';
import { type ApiKey, ApiKeys } from '../credentials/api-keys/index.js';
import { setting } from '../platform/config/index.js';
import { OperatorError, StrictValidationPipe } from '../platform/errors/index.js';
import { ApiKeyRevocation } from '../tokens/index.js';
import { nameOf, onUser } from './on-account.js';

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
        .argument('<account>', 'e-mail address or username')
        .action(list),
    )
    .addCommand(
      new Command('revoke')
        .description('refuse an API key from the next request on')
        .argument('<account>', 'e-mail address or username')
        .argument('<id>', 'of the key, as `key list` shows it')
        .action(revoke),
    );

const createCommand = (): Command =>
  new Command('create')
    .description('make an API key, and show it this once')
    .argument('<account>', 'e-mail address or username')
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
  const wish = (await new StrictValidationPipe().transform(asked, {
    type: 'body',
    metatype: NewApiKeyDto,
  })) as NewApiKeyDto;
  await onUser(account, async (user, app) => {
    const { secret, key } = await app.get(ApiKeyIssuance, { strict: false }).byOperator(user.id, wish);
    // The key alone on standard output, for `KEY=$(…)`.
    process.stderr.write(`Made ${key.id} for ${nameOf(user)}. It is shown this once:\n`);
    process.stdout.write(`${secret}\n`);
  });
}

async function list(account: string): Promise<void> {
  await onUser(account, async ({ id }, app) => {
    const keys = await app.get(ApiKeys, { strict: false }).allOf(id);
    for (const key of keys) process.stdout.write(`${lineOf(key)}\n`);
    if (keys.length === 0) process.stdout.write('No API keys.\n');
  });
}

async function revoke(account: string, keyId: string): Promise<void> {
  await onUser(account, async (user, app) => {
    if (!(await app.get(ApiKeyRevocation, { strict: false }).of(user.id, keyId)))
      throw new OperatorError(`${nameOf(user)} has no API key "${keyId}". \`key list\` shows them.`);
    process.stdout.write(`${keyId} is revoked\n`);
  });
}

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
