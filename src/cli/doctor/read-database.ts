import { accessSync, constants } from 'node:fs';
import type { Config } from '../../platform/config/index.js';
import type { passwordsConfig } from '../../credentials/passwords/index.js';
import type { AuditCheckpointRow } from '../../platform/audit/index.js';
import type { SigningKeyRow } from '../../keys/index.js';
import { ADMIN_ROLE } from '../../roles/index.js';
import type { Installation, Rows } from '../database/installation.js';
import { stepsOf } from '../database/migration-steps.js';
import type { Stored } from './database-checks.js';

interface Wanted {
  readonly cost: Pick<Config<typeof passwordsConfig>, 'ARGON2_MEMORY' | 'ARGON2_PASSES'>;
  /** Seconds that a session is kept when it is over. */
  readonly history: number;
}

const MINUTE = 60_000;
const DAY = 86_400_000;

/** People who may do everything, each once: who holds the role, or one that inherits it, at whatever remove. */
const ADMINISTRATORS = `(
  WITH RECURSIVE "heirs" ("id") AS (
    SELECT "id" FROM "roles" WHERE "name" = '${ADMIN_ROLE}'
    UNION SELECT i."roleId" FROM "role_inherits" i JOIN "heirs" h ON h."id" = i."inheritedRoleId"
  )
  SELECT DISTINCT u."id" FROM "users" u JOIN "user_roles" r ON r."userId" = u."id"
  WHERE r."roleId" IN (SELECT "id" FROM "heirs") AND u."kind" = 'person' AND u."disabledAt" IS NULL
) a`;

/** Reads and changes nothing. Where tables are missing yet, as there are migrations pending, there is none of it. */
export async function readStored(
  installation: Installation,
  rows: Rows,
  { cost, history }: Wanted,
  now: Date,
): Promise<Stored> {
  const count = async (what: string): Promise<number> => {
    const [row] = await rows<{ n: number | string }>(`SELECT count(*) AS n FROM ${what}`).catch(() => []);
    return Number(row?.n ?? 0);
  };
  const time = now.getTime();
  const today = `$argon2id$v=19$m=${cost.ARGON2_MEMORY},t=${cost.ARGON2_PASSES},%`;
  return {
    steps: await stepsOf(rows, installation),
    integrity: installation.store === 'sqlite' ? await quickCheck(rows) : 'ok',
    isWritable: await isWritable(installation, rows),
    skew: installation.store === 'sqlite' ? 0 : await skewOf(rows),
    administrators: await count(ADMINISTRATORS),
    passwords: await count('"passwords"'),
    weakHashes: await count(`"passwords" WHERE "hash" NOT LIKE '${today}'`),
    lateMails: await count(
      `"outgoing_mails" WHERE "nextAttemptAt" IS NOT NULL AND "createdAt" < ${time - 10 * MINUTE}`,
    ),
    lostMails: await count(`"outgoing_mails" WHERE "failedAt" > ${time - 7 * DAY}`),
    leftovers: await count(`"sessions" WHERE "expiresAt" < ${time - history * 1000 - DAY}`),
  };
}

type KeyRow = Pick<SigningKeyRow, 'kid' | 'sealedPrivateKey' | 'signsFrom' | 'distrustedAt'>;

export async function readKeys(rows: Rows): Promise<KeyRow[]> {
  const found = await rows<Record<keyof KeyRow, string | number | null>>(
    'SELECT "kid", "sealedPrivateKey", "signsFrom", "distrustedAt" FROM "signing_keys"',
  ).catch(() => []);
  return found.map(({ kid, sealedPrivateKey, signsFrom, distrustedAt }) => ({
    kid: String(kid),
    sealedPrivateKey: String(sealedPrivateKey),
    signsFrom: new Date(Number(signsFrom)),
    distrustedAt: distrustedAt === null ? null : new Date(Number(distrustedAt)),
  }));
}

/** The newest checkpoint of the audit log, and how many records have waited for their place for ten minutes. */
export async function readAudit(
  rows: Rows,
  now: Date,
): Promise<{ checkpoint?: AuditCheckpointRow; waiting: number }> {
  const [found] = await rows<Record<keyof AuditCheckpointRow, string | number>>(
    'SELECT * FROM "audit_checkpoints" ORDER BY "position" DESC LIMIT 1',
  ).catch(() => []);
  const [open] = await rows<{ n: number | string }>(
    `SELECT count(*) AS n FROM "audit_events" WHERE "position" IS NULL AND "at" < ${now.getTime() - 10 * MINUTE}`,
  ).catch(() => []);
  const waiting = Number(open?.n ?? 0);
  if (!found) return { waiting };
  const { position, hash, sincePosition, sinceHash, at, signature } = found;
  const checkpoint = {
    position: Number(position),
    hash: String(hash),
    sincePosition: Number(sincePosition),
    sinceHash: String(sinceHash),
    at: new Date(Number(at)),
    signature: String(signature),
  };
  return { checkpoint, waiting };
}

async function quickCheck(rows: Rows): Promise<string> {
  const [row] = await rows<{ quick_check: string }>('PRAGMA quick_check(1)');
  return row?.quick_check ?? 'it tells nothing';
}

async function isWritable(installation: Installation, rows: Rows): Promise<boolean> {
  if (installation.store === 'postgres') {
    const [row] = await rows<{ no: boolean }>('SELECT pg_is_in_recovery() AS no');
    return row?.no === false;
  }
  try {
    accessSync(installation.path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

async function skewOf(rows: Rows): Promise<number> {
  const [row] = await rows<{ now: string }>('SELECT extract(epoch FROM clock_timestamp()) * 1000 AS now');
  return Math.round(Number(row?.now) - Date.now());
}
