import type { INestApplicationContext } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { ApiKey } from '../../credentials/api-keys/index.js';
import { OneTimeToken } from '../../credentials/one-time-tokens/index.js';
import { KeyRing } from '../../keys/index.js';
import { AuditLog } from '../../platform/audit/index.js';
import { Revocations, type RevokingChange, Session } from '../../sessions/index.js';
import { OpaqueToken } from '../../tokens/index.js';
import { User } from '../../users/index.js';
import { asking, type Connecting, type Installation } from './installation.js';
import { SqliteFile } from './sqlite-file.js';

export interface Ended {
  readonly sessions: number;
  readonly apiKeys: number;
  readonly links: number;
  readonly signingKeys: number;
  /** HS256: nobody can distrust a secret that stands in the settings. */
  readonly secretSigns: boolean;
}

/**
 * Ends all that was ever issued, for a database that was put back to an earlier state: it does not know what was
 * revoked since. Tokens that were signed for sessions it has never seen are void with the keys that signed them.
 */
export async function endIssued(app: INestApplicationContext): Promise<Ended> {
  const ring = app.get(KeyRing, { strict: false });
  const secretSigns = ring.signer().algorithm === 'HS256';
  let signingKeys = 0;
  for (const { row, standing } of ring.standings())
    if (standing !== 'distrusted' && (await ring.distrust(row.kid))) signingKeys += 1;
  const audit = app.get(AuditLog, { strict: false });
  return app.get(Revocations, { strict: false }).during(async (change) => {
    const ended = { ...(await endAll(change)), signingKeys };
    await audit.record({ type: 'database.restored', detail: ended }, change.tx);
    return { ...ended, secretSigns };
  });
}

/** Whole tables at once, without a record for each: no server runs, and one that starts reads them. */
async function endAll({ tx, now }: RevokingChange): Promise<Pick<Ended, 'sessions' | 'apiKeys' | 'links'>> {
  const over = { endedAt: now, endReason: 'restored' } as const;
  const sessions = await tx.update(Session, { endedAt: IsNull() }, over);
  const apiKeys = await tx.createQueryBuilder().delete().from(ApiKey).execute();
  const links = await tx.createQueryBuilder().delete().from(OneTimeToken).execute();
  await tx.createQueryBuilder().delete().from(OpaqueToken).execute();
  await tx
    .createQueryBuilder()
    .update(User)
    .set({ epoch: () => '"epoch" + 1' })
    .execute();
  return {
    sessions: sessions.affected ?? 0,
    apiKeys: apiKeys.affected ?? 0,
    links: links.affected ?? 0,
  };
}

/** For keys that nobody can open: they keep every start from going on. The next one makes a key. */
export async function forgetSigningKeys(installation: Installation, config: Connecting): Promise<void> {
  const sql = 'DELETE FROM "signing_keys"';
  if (installation.store === 'sqlite')
    await SqliteFile.with(installation.path, (file) => file.rows(sql), 'write');
  else await asking(installation, config, (rows) => rows(sql));
}
