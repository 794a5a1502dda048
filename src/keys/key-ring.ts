import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { DataSource } from 'typeorm';
import { Clock } from '../platform/clock/index.js';
import type { Config } from '../platform/config/index.js';
import { Sealer } from '../platform/crypto/index.js';
import { type Algorithm, type AsymmetricAlgorithm, generateKey } from './algorithms.js';
import { isTrusted, standingOf } from './key-standing.js';
import { keysConfig } from './keys.config.js';
import { SigningKeyRow } from './signing-key.entity.js';

/** A key as the token code uses it. It has one algorithm, and no token can choose another for it. */
export interface SigningKey {
  readonly kid: string;
  readonly algorithm: Algorithm;
  readonly signingKey: KeyObject;
  readonly verificationKey: KeyObject;
  /** Absent for a shared secret, which is never published. */
  readonly publicJwk?: JsonWebKey;
}

/** The keys this node signs and verifies with, in memory. */
@Injectable()
export class KeyRing implements OnModuleInit {
  private readonly log = new Logger('Keys');
  private byKid = new Map<string, SigningKey>();
  private current: SigningKey | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
    @Inject(keysConfig.token) private readonly config: Config<typeof keysConfig>,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.load();
    if (!this.current) {
      await this.create(this.config.JWT_ALG as AsymmetricAlgorithm);
      await this.load();
    }
  }

  /** The key that signs now. */
  signer(): SigningKey {
    if (!this.current) throw new Error('There is no signing key');
    return this.current;
  }

  /** The key a token names, if it is one of ours and trusted. The name is looked up and used for nothing else. */
  find(kid: string): SigningKey | undefined {
    return this.byKid.get(kid);
  }

  /** Public keys for the JWKS (RFC 7517 §5). */
  publicJwks(): JsonWebKey[] {
    return [...this.byKid.values()].flatMap(({ publicJwk }) => (publicJwk ? [publicJwk] : []));
  }

  private async load(): Promise<void> {
    const now = this.clock.now();
    const rows = await this.dataSource.getRepository(SigningKeyRow).find({ order: { signsFrom: 'ASC' } });
    const trusted = rows.filter((row) => isTrusted(standingOf(row, now)));
    const keys = trusted.map((row) => this.unseal(row));
    const secret = this.config.JWT_SECRET ?? this.config.JWT_SECRET_FILE;
    const shared = this.config.JWT_ALG === 'HS256' && secret ? sharedSecret(secret) : undefined;
    const active = trusted
      .filter((row) => row.algorithm === this.config.JWT_ALG && standingOf(row, now) === 'active')
      .at(-1);
    this.byKid = new Map([...keys, ...(shared ? [shared] : [])].map((key) => [key.kid, key]));
    this.current = shared ?? (active && this.byKid.get(active.kid));
  }

  private async create(algorithm: AsymmetricAlgorithm): Promise<void> {
    const now = this.clock.now();
    const { privateKey, publicKey } = await generateKey(algorithm);
    const jwk = publicKey.export({ format: 'jwk' });
    const kid = await calculateJwkThumbprint(jwk as JWK);
    await this.dataSource.getRepository(SigningKeyRow).insert({
      kid,
      algorithm,
      publicJwk: JSON.stringify({ ...jwk, kid, alg: algorithm, use: 'sig' }),
      sealedPrivateKey: this.sealer.seal(privateKey.export({ format: 'pem', type: 'pkcs8' }) as string, kid),
      createdAt: now,
      signsFrom: now,
      verifiesUntil: null,
      distrustedAt: null,
    });
    this.log.log(`Made a new ${algorithm} signing key, ${kid}`);
  }

  private unseal(row: SigningKeyRow): SigningKey {
    const publicJwk = JSON.parse(row.publicJwk) as JsonWebKey;
    return {
      kid: row.kid,
      algorithm: row.algorithm as Algorithm,
      signingKey: createPrivateKey(this.open(row)),
      verificationKey: createPublicKey({ key: publicJwk, format: 'jwk' }),
      publicJwk,
    };
  }

  private open(row: SigningKeyRow): string {
    try {
      return this.sealer.open(row.sealedPrivateKey, row.kid);
    } catch (error) {
      throw new Error(
        `The signing key ${row.kid} was sealed with another master key. Start with the MASTER_KEY that this database was made with.`,
        { cause: error },
      );
    }
  }
}

function sharedSecret(secret: string): SigningKey {
  const key = createSecretKey(secret, 'utf8');
  const kid = createHmac('sha256', key).update('sallyport/1/kid').digest('base64url').slice(0, 22);
  return { kid, algorithm: 'HS256', signingKey: key, verificationKey: key };
}
