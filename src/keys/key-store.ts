import { createPrivateKey, createPublicKey, type JsonWebKey } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { DataSource, IsNull, MoreThan } from 'typeorm';
import { AuditLog } from '../platform/audit/index.js';
import { Clock } from '../platform/clock/index.js';
import { takeTurn } from '../platform/database/index.js';
import { OperatorError } from '../platform/errors/index.js';
import { Sealer } from '../platform/crypto/index.js';
import { type Algorithm, type AsymmetricAlgorithm, generateKey } from './algorithms.js';
import type { SigningKey } from './signing-key.js';
import { SigningKeyRow } from './signing-key.entity.js';

/** Keeps key pairs in the database, the private halves sealed. */
@Injectable()
export class KeyStore {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sealer: Sealer,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** All keys there ever were, the oldest first. */
  async rows(): Promise<SigningKeyRow[]> {
    return this.dataSource.getRepository(SigningKeyRow).find({ order: { signsFrom: 'ASC', kid: 'ASC' } });
  }

  /** Makes a key that signs from then on. Where somebody else made one meanwhile, `isNeeded` says no, and nothing happens. */
  async create(
    algorithm: AsymmetricAlgorithm,
    signsFrom: Date,
    isNeeded: (rows: readonly SigningKeyRow[]) => boolean,
  ): Promise<string | undefined> {
    const { privateKey, publicKey } = await generateKey(algorithm);
    const jwk = publicKey.export({ format: 'jwk' });
    const kid = await calculateJwkThumbprint(jwk as JWK);
    return this.dataSource.transaction(async (tx) => {
      await takeTurn(tx, 'signing keys');
      if (!isNeeded(await tx.find(SigningKeyRow))) return undefined;
      await tx.insert(SigningKeyRow, {
        kid,
        algorithm,
        publicJwk: JSON.stringify({ ...jwk, kid, alg: algorithm, use: 'sig' }),
        sealedPrivateKey: this.sealer.seal(
          privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
          kid,
        ),
        createdAt: this.clock.now(),
        signsFrom,
        distrustedAt: null,
      });
      const detail = { kid, algorithm, signsFrom: signsFrom.toISOString() };
      await this.audit.record({ type: 'key.created', detail }, tx);
      return kid;
    });
  }

  /** Whether there was such a key that was trusted. */
  async distrust(kid: string): Promise<boolean> {
    return this.dataSource.transaction(async (tx) => {
      const { affected } = await tx.update(
        SigningKeyRow,
        { kid, distrustedAt: IsNull() },
        { distrustedAt: this.clock.now() },
      );
      if (affected === 1) await this.audit.record({ type: 'key.distrusted', detail: { kid } }, tx);
      return affected === 1;
    });
  }

  /** Forgets the keys that have signed nothing yet. */
  async withdrawUnused(now: Date): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      for (const { kid } of await tx.findBy(SigningKeyRow, { signsFrom: MoreThan(now) })) {
        await tx.delete(SigningKeyRow, { kid });
        await this.audit.record({ type: 'key.withdrawn', detail: { kid } }, tx);
      }
    });
  }

  /**
   * Undefined when the public half does not belong to the sealed one, so that somebody has changed the row.
   *
   * @throws when the row was sealed with another master key
   */
  unseal(row: SigningKeyRow): SigningKey | undefined {
    const signingKey = createPrivateKey(this.open(row));
    const published = publicHalfOf(row);
    if (!published || !createPublicKey(signingKey).equals(published.verificationKey)) return undefined;
    return { kid: row.kid, algorithm: row.algorithm as Algorithm, signingKey, ...published };
  }

  private open(row: SigningKeyRow): string {
    try {
      return this.sealer.open(row.sealedPrivateKey, row.kid);
    } catch (error) {
      throw new OperatorError(
        `The signing key ${row.kid} was sealed with another master key. Start with the MASTER_KEY that this database was made with.`,
        { cause: error },
      );
    }
  }
}

function publicHalfOf(
  row: SigningKeyRow,
): Required<Pick<SigningKey, 'publicJwk' | 'verificationKey'>> | undefined {
  try {
    const publicJwk = JSON.parse(row.publicJwk) as JsonWebKey;
    return { publicJwk, verificationKey: createPublicKey({ key: publicJwk, format: 'jwk' }) };
  } catch {
    return undefined;
  }
}
