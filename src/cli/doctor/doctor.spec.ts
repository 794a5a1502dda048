import { checkAudit } from './audit-checks.js';
import { checkStored, type Stored } from './database-checks.js';
import { checkMode, checkSpace } from './file-checks.js';
import { type Finding, severityOf } from './finding.js';
import { checkKeys } from './key-checks.js';
import { checkPublicUrl, checkServer } from './server-checks.js';
import { checkHttp, checkMail, checkNames, checkNode, checkSecrets } from './settings-checks.js';

const told = (findings: readonly Finding[]) => findings.map(({ id, state }) => `${state} ${id}`);
const GIB = 2 ** 30;
const NOW = new Date('2026-11-21T12:00:00Z');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);

describe('The doctor', () => {
  it('ends with the worst it found', () => {
    const of = (...states: Finding['state'][]) =>
      severityOf(states.map((state) => ({ id: 'x', state, says: '' })));
    expect([of(), of('ok'), of('ok', 'warn'), of('warn', 'fail', 'ok')]).toEqual([0, 0, 1, 2]);
  });

  it.each([
    ['v20.19.0', 'ok'],
    ['v26.1.0', 'ok'],
    ['v20.18.9', 'fail'],
    ['v18.20.0', 'fail'],
  ])('judges Node.js %s: %s', (version, state) => {
    expect(checkNode(version).state).toBe(state);
  });

  it('finds settings that are misspelt, and leaves other variables of a shell alone', () => {
    const settings = ['PUBLIC_URL', 'MASTER_KEY', 'SMTP_URL'];
    const findings = checkNames(
      { inFile: ['PUBLIC_URL', 'FAVOURITE'], inEnvironment: ['MASTERKEY', 'SMPT_URL', 'HOME', 'PATH'] },
      settings,
    );
    expect(findings.map(({ says, fix }) => `${says}: ${fix}`)).toEqual([
      'FAVOURITE is no setting: Remove it: docs/configuration.md has every name.',
      'MASTERKEY is no setting: Name it MASTER_KEY, or remove it.',
      'SMPT_URL is no setting: Name it SMTP_URL, or remove it.',
    ]);
    expect(told(checkNames({ inFile: settings, inEnvironment: ['HOME'] }, settings))).toEqual([
      'ok settings.unknown',
    ]);
  });

  it('warns of what only a person can know to be wrong in production', () => {
    const http = {
      NODE_ENV: 'production',
      TRUSTED_PROXIES: ['10.0.0.1'],
      CORS_ORIGINS: ['https://a.example'],
    };
    const check = (more: object) => told(checkHttp({ ...http, ...more } as never));
    expect(check({})).toEqual(['ok production', 'ok proxies', 'ok cors']);
    expect(check({ TRUSTED_PROXIES: [] })).toContain('warn proxies');
    expect(check({ CORS_ORIGINS: ['http://a.example'] })).toContain('warn cors');
    expect(check({ NODE_ENV: 'development' })).toEqual(['warn production']);
  });

  it.each([
    [{}, true, 'warn'],
    [{}, false, 'ok'],
    [{ SMTP_URL: 'smtp://mail', SMTP_ALLOW_PLAINTEXT: false }, true, 'ok'],
    [{ SMTP_URL: 'smtp://mail', SMTP_ALLOW_PLAINTEXT: true }, true, 'warn'],
  ])('judges mails by %j, production %j: %s', (mail, production, state) => {
    expect(checkMail(mail as never, production).state).toBe(state);
  });

  it('finds secrets that nobody drew at random', () => {
    const key = (bytes: Buffer) => ({ MASTER_KEY: bytes.toString('base64'), DATA_DIR: 'data' }) as never;
    const random = key(Buffer.from(Array.from({ length: 32 }, (_, at) => (at * 37) % 251)));
    expect(told(checkSecrets(random, undefined))).toEqual(['ok secrets']);
    expect(told(checkSecrets(key(Buffer.alloc(32, 7)), undefined))).toEqual(['fail secrets']);
    expect(told(checkSecrets(random, 'changeme'.repeat(5)))).toEqual(['fail secrets']);
  });

  it.each([
    [{ isOurs: true, waiting: 0 }, 'ok'],
    [{ isOurs: undefined, waiting: 0 }, 'ok'],
    [{ isOurs: true, waiting: 3 }, 'warn'],
    [{ isOurs: false, waiting: 0 }, 'fail'],
  ])('judges the audit log by %j: %s', (facts, state) => {
    expect(checkAudit(facts).state).toBe(state);
  });

  it.each([
    [0o100600, 'secret', ['ok files']],
    [0o100640, 'secret', ['fail files']],
    [0o100644, 'data', ['warn files']],
    [undefined, 'secret', []],
  ] as const)('judges a file of mode %o that holds %s', (mode, holds, findings) => {
    expect(told(checkMode('file', mode, holds))).toEqual(findings);
  });

  it.each([
    [20, 'ok'],
    [0.5, 'warn'],
    [0.01, 'fail'],
  ])('judges %s GiB that are free: %s', (free, state) => {
    expect(checkSpace('data', { free: free * GIB, total: 100 * GIB }).state).toBe(state);
  });

  it.each([
    [200, 'ok'],
    [503, 'fail'],
    ['ECONNREFUSED', 'warn'],
  ])('judges a server that answers %s: %s', (answer, state) => {
    expect(checkServer('http://localhost:3000', answer).state).toBe(state);
    expect(checkPublicUrl('https://auth.example.com', answer).state).toBe(answer === 200 ? 'ok' : 'warn');
  });
});

describe('The doctor, of a database', () => {
  const healthy: Stored = {
    steps: { done: ['A'], pending: [], unknown: [] },
    integrity: 'ok',
    isWritable: true,
    skew: 3,
    administrators: 2,
    passwords: 10,
    weakHashes: 0,
    lateMails: 0,
    lostMails: 0,
    leftovers: 0,
  };

  it('is content with one that is well', () => {
    expect(severityOf(checkStored(healthy))).toBe(0);
  });

  it.each<[Partial<Stored>, string]>([
    [{ steps: { done: [], pending: ['B'], unknown: [] } }, 'warn database.migrations'],
    [{ steps: { done: ['A'], pending: [], unknown: ['Z'] } }, 'fail database.migrations'],
    [{ integrity: 'row 3 missing' }, 'fail database.integrity'],
    [{ isWritable: false }, 'fail database.writable'],
    [{ skew: -5_000 }, 'warn clock'],
    [{ skew: 60_000 }, 'fail clock'],
    [{ administrators: 1 }, 'warn administrators'],
    [{ administrators: 0 }, 'fail administrators'],
    [{ weakHashes: 4 }, 'warn passwords'],
    [{ lateMails: 1 }, 'warn mail.outbox'],
    [{ lostMails: 1 }, 'warn mail.outbox'],
    [{ leftovers: 1 }, 'warn sweeping'],
  ])('names what is wrong with %j, and its cure', (fault, named) => {
    const bad = checkStored({ ...healthy, ...fault }).filter(({ state }) => state !== 'ok');
    expect(told(bad)).toEqual([named]);
    expect(bad[0]?.fix).toBeDefined();
  });

  it('knows the keys: whose turn it is, whose is over, and whether the master key is theirs', () => {
    const key = (days: number, more: object = {}) => ({
      kid: 'a',
      standing: 'active' as const,
      signsFrom: daysAgo(days),
      opens: true,
      ...more,
    });
    const rotation = 90 * 86_400;
    expect(told(checkKeys([], rotation, NOW))).toEqual(['ok keys']);
    expect(told(checkKeys([key(30)], rotation, NOW))).toEqual(['ok keys']);
    expect(told(checkKeys([key(92)], rotation, NOW))).toEqual(['warn keys']);
    expect(told(checkKeys([key(30, { opens: false })], rotation, NOW))).toEqual(['fail keys']);
    expect(checkKeys([key(89), key(-1, { kid: 'b', standing: 'next' })], rotation, NOW)[0]?.says).toContain(
      'b from',
    );
  });
});
