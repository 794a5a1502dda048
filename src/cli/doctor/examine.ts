import { existsSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { configurationOfProcess, environmentOfProcess, sections } from '../../configuration.js';
import { passwordsConfig } from '../../credentials/passwords/index.js';
import { keyStandingsOf, keysConfig } from '../../keys/index.js';
import { TOKEN_MEMORY } from '../../platform/access/index.js';
import { type AnySection, type Configuration, ConfigurationFaults } from '../../platform/config/index.js';
import { AuditKey, isGenuine } from '../../platform/audit/index.js';
import { cryptoConfig, loadMasterKey, type MasterKey, Sealer } from '../../platform/crypto/index.js';
import { databaseConfig } from '../../platform/database/index.js';
import { httpConfig, publicUrl } from '../../platform/http/index.js';
import { mailConfig } from '../../platform/mail/index.js';
import { sessionsConfig } from '../../sessions/index.js';
import { asking, type Installation, installationOf, placeOf, type Rows } from '../database/installation.js';
import { checkAudit } from './audit-checks.js';
import { checkStored } from './database-checks.js';
import { checkMode, checkSpace } from './file-checks.js';
import { fail, type Finding, ok } from './finding.js';
import { checkKeys } from './key-checks.js';
import { readAudit, readKeys, readStored } from './read-database.js';
import { checkPublicUrl, checkServer, probe } from './server-checks.js';
import { checkHttp, checkMail, checkNames, checkNode, checkSecrets } from './settings-checks.js';

/** Every check, also where the configuration has faults: then of what can be read by itself. */
export async function examine(now: Date): Promise<Finding[]> {
  return [
    checkNode(process.version),
    ...configuration(),
    ...names(),
    ...settings(),
    ...files(),
    ...(await database(now)),
    ...(await server()),
  ];
}

function configuration(): Finding[] {
  try {
    configurationOfProcess();
    return [ok('configuration', 'The configuration can be used')];
  } catch (error) {
    if (!(error instanceof ConfigurationFaults)) throw error;
    const fix =
      'Change that setting: docs/configuration.md explains it. The server refuses to start until then.';
    return error.faults.map((fault) => fail('configuration', fault, fix));
  }
}

function names(): Finding[] {
  const inFile = existsSync('.env') ? Object.keys(parseEnv(readFileSync('.env', 'utf8'))) : [];
  const inEnvironment = Object.keys(environmentOfProcess());
  return checkNames(
    { inFile, inEnvironment },
    sections.flatMap(({ shape }) => Object.keys(shape)),
  );
}

/** The values of some sections, if these have no fault. */
function readable(...wanted: AnySection[]): Configuration | undefined {
  try {
    return configurationOfProcess(wanted);
  } catch {
    return undefined;
  }
}

function settings(): Finding[] {
  const http = readable(httpConfig)?.of(httpConfig);
  const mail = readable(mailConfig)?.of(mailConfig);
  const secrets = readable(cryptoConfig)?.of(cryptoConfig);
  const keys = readable(keysConfig)?.of(keysConfig);
  return [
    ...(http ? checkHttp(http) : []),
    ...(mail ? [checkMail(mail, http?.NODE_ENV === 'production')] : []),
    ...(secrets ? checkSecrets(secrets, keys?.JWT_SECRET ?? keys?.JWT_SECRET_FILE) : []),
  ];
}

function files(): Finding[] {
  const folder = readable(cryptoConfig)?.of(cryptoConfig).DATA_DIR ?? 'data';
  const environment = environmentOfProcess();
  const named = Object.entries(environment).flatMap(([name, path]) =>
    name.endsWith('_FILE') && isSetting(name) && path && !isMounted(path) ? [path] : [],
  );
  const secret = ['.env', join(folder, 'master.key'), ...named];
  const found = secret.flatMap((path) => checkMode(path, modeOf(path), 'secret'));
  const config = readable(databaseConfig)?.of(databaseConfig);
  if (!config || config.DATABASE_URL !== undefined) return found;
  const path = config.DATABASE_PATH;
  const home = existsSync(dirname(path)) ? dirname(path) : '.';
  const { bavail, blocks, bsize } = statfsSync(home);
  const data = [path, `${path}-wal`].flatMap((file) => checkMode(file, modeOf(file), 'data'));
  return [...found, ...data, checkSpace(home, { free: bavail * bsize, total: blocks * bsize })];
}

/** A container's engine puts it there for this container alone, readable to whoever runs in it. */
const isMounted = (path: string): boolean => path.startsWith('/run/secrets/');

const isSetting = (name: string): boolean => sections.some(({ shape }) => name in shape);

const modeOf = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.mode;

async function database(now: Date): Promise<Finding[]> {
  const config = readable(databaseConfig)?.of(databaseConfig);
  if (!config) return [];
  const installation = installationOf(config);
  if (installation.store === 'sqlite' && !installation.exists)
    return [ok('database', `There is no database at ${installation.path} yet; the first start makes it`)];
  try {
    return await asking(installation, config, (rows) => contents(installation, rows, now));
  } catch (error) {
    const fix = 'Start the database, and look at DATABASE_URL or DATABASE_PATH.';
    return [fail('database', `${placeOf(installation)} cannot be read: ${(error as Error).message}`, fix)];
  }
}

async function contents(installation: Installation, rows: Rows, now: Date): Promise<Finding[]> {
  const found = [ok('database', `${placeOf(installation)} is reached`)];
  const all = readable(passwordsConfig, sessionsConfig, keysConfig);
  if (!all) return found;
  const wanted = { cost: all.of(passwordsConfig), history: all.of(sessionsConfig).SESSION_HISTORY };
  const stored = await readStored(installation, rows, wanted, now);
  return [...found, ...checkStored(stored), ...(await audit(rows, now)), ...(await keys(all, rows, now))];
}

/** Where the master key cannot be read, the check of the keys says so. */
async function audit(rows: Rows, now: Date): Promise<Finding[]> {
  const { checkpoint, waiting } = await readAudit(rows, now);
  let key: AuditKey | undefined;
  try {
    key = withMasterKey((masterKey) => new AuditKey(masterKey));
  } catch {
    return [];
  }
  const isOurs = checkpoint && key && isGenuine(checkpoint, key.publicKey);
  return [checkAudit({ isOurs, waiting })];
}

async function keys(all: Configuration, rows: Rows, now: Date): Promise<Finding[]> {
  const { KEY_ROTATION: rotation, KEY_PUBLISH_AHEAD: publishAhead } = all.of(keysConfig);
  const found = await readKeys(rows);
  const standings = keyStandingsOf(found, { rotation, publishAhead, overlap: TOKEN_MEMORY }, now);
  let sealer: Sealer | undefined;
  try {
    sealer = sealerOfSettings();
  } catch (error) {
    return [fail('keys', 'The master key cannot be read', (error as Error).message)];
  }
  const facts = found.map(({ kid, signsFrom, sealedPrivateKey }) => ({
    kid,
    signsFrom,
    standing: standings.get(kid) ?? 'expired',
    opens: sealer && opens(sealer, sealedPrivateKey, kid),
  }));
  return checkKeys(facts, rotation, now);
}

const sealerOfSettings = () => withMasterKey((masterKey) => new Sealer(masterKey));

/** None where a start would make the master key: the doctor makes nothing. */
function withMasterKey<T>(make: (masterKey: MasterKey) => T): T | undefined {
  const config = readable(cryptoConfig)?.of(cryptoConfig);
  if (!config) return undefined;
  const isThere =
    config.MASTER_KEY ?? config.MASTER_KEY_FILE ?? existsSync(join(config.DATA_DIR, 'master.key'));
  return isThere ? make(loadMasterKey(config)) : undefined;
}

function opens(sealer: Sealer, sealed: string, kid: string): boolean {
  try {
    return sealer.open(sealed, kid) !== '';
  } catch {
    return false;
  }
}

async function server(): Promise<Finding[]> {
  const http = readable(httpConfig)?.of(httpConfig);
  if (!http || http.PORT === 0) return [];
  const host = ['0.0.0.0', '::'].includes(http.HOST) ? 'localhost' : http.HOST;
  const here = `http://${host}:${http.PORT}`;
  const found = [checkServer(here, await probe(`${here}/health/ready`))];
  if (http.PUBLIC_URL === undefined || http.PUBLIC_URL === here) return found;
  const url = publicUrl(http);
  return [...found, checkPublicUrl(url, await probe(`${url}/.well-known/jwks.json`))];
}
