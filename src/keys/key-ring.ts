import type { JsonWebKey } from 'node:crypto';
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { TOKEN_MEMORY } from '../platform/access/index.js';
import { Clock, Looks, Poll, secondsAfter } from '../platform/clock/index.js';
import type { Config } from '../platform/config/index.js';
import { Problem } from '../platform/errors/index.js';
import { HealthChecks } from '../platform/health/index.js';
import { Signals } from '../platform/signals/index.js';
import type { AsymmetricAlgorithm } from './algorithms.js';
import { KeysErrors } from './keys.errors.js';
import { type KeyRules, type KeyStanding, nextKeyDue, standingsOf } from './key-standing.js';
import { KeyStore } from './key-store.js';
import { keysConfig } from './keys.config.js';
import type { SigningKeyRow } from './signing-key.entity.js';
import { sharedSecret, type SigningKey } from './signing-key.js';

const FROM_SETTINGS = 'JWT_ALG=HS256 signs with JWT_SECRET: change that, and restart.';

/** The topic under which nodes tell each other to look at the keys. */
const NEWS = 'keys';

/** Seconds after which a node looks again for keys that others made or distrusted. Far less than keys are published ahead. */
const POLL = 1;

/** Seconds until a key signs that was made by hand. */
export const ROTATION = {
  /** Longer than JWKS answers may be cached (5 min) and than nodes take to notice (1 s). */
  announced: 600,
  atOnce: 5,
} as const;

/** The keys this node signs and verifies with, in memory; it keeps their rotation on schedule. */
@Injectable()
export class KeyRing implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new Logger('Keys');
  private readonly rules: KeyRules;
  private readonly shared: SigningKey | undefined;
  private readonly unsealed = new Map<string, SigningKey>();
  /** Keys whose row somebody has changed, and when that was found. They are treated as distrusted since. */
  private readonly unusable = new Map<string, Date>();
  private rows: readonly SigningKeyRow[] = [];
  private trusted = new Map<string, SigningKey>();
  private readonly looks = new Looks();
  private readonly poll = new Poll(
    () => this.catchUp(),
    POLL,
    this.log,
    'The signing keys could not be read',
  );

  constructor(
    private readonly store: KeyStore,
    private readonly clock: Clock,
    private readonly health: HealthChecks,
    private readonly signals: Signals,
    @Inject(keysConfig.token) private readonly config: Config<typeof keysConfig>,
  ) {
    this.rules = {
      rotation: config.KEY_ROTATION,
      publishAhead: config.KEY_PUBLISH_AHEAD,
      overlap: TOKEN_MEMORY,
    };
    const secret = config.JWT_SECRET ?? config.JWT_SECRET_FILE;
    this.shared = config.JWT_ALG === 'HS256' && secret ? sharedSecret(secret) : undefined;
  }

  async onModuleInit(): Promise<void> {
    this.signals.onRing(NEWS, () => this.poll.hurry());
    await this.catchUp();
    this.health.register('keys', () => this.signer());
    this.poll.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.poll.stop();
  }

  /** The key that signs now. */
  signer(): SigningKey {
    const key = this.shared ?? this.activeKey();
    if (!key) throw new Error('There is no signing key');
    return key;
  }

  /** The key a token names, if it is one of ours and trusted. The name is looked up and used for nothing else. */
  find(kid: string): SigningKey | undefined {
    return this.trusted.get(kid);
  }

  /** Public keys for the JWKS (RFC 7517 §5), those that do not sign yet among them. */
  publicJwks(): JsonWebKey[] {
    return [...this.trusted.values()].flatMap(({ publicJwk }) => (publicJwk ? [publicJwk] : []));
  }

  /** Every key and what it may do. */
  standings(): { row: SigningKeyRow; standing: KeyStanding }[] {
    const standings = standingsOf(this.rows, this.rules, this.clock.now());
    return this.rows.map((row) => ({ row, standing: standings.get(row.kid) ?? 'expired' }));
  }

  /**
   * Makes a key that takes over after so many seconds, in which others learn of it. Returns its name.
   *
   * @throws Problem key.fromSettings
   */
  async rotate(afterSeconds: number): Promise<string> {
    if (this.shared) throw new Problem(KeysErrors.fromSettings, { detail: FROM_SETTINGS });
    const isNeeded = () => true;
    const signsFrom = secondsAfter(this.clock.now(), afterSeconds);
    const kid = await this.store.create(this.algorithm, signsFrom, isNeeded);
    this.signals.ring(NEWS);
    await this.catchUp();
    return kid as string;
  }

  /** Voids every token that the key signed. Where it was the one that signs, a new one takes its place at once. */
  async distrust(kid: string): Promise<boolean> {
    const wasTrusted = await this.store.distrust(kid);
    this.signals.ring(NEWS);
    await this.catchUp();
    return wasTrusted;
  }

  /** Learns what others changed, and makes the keys that are due. */
  async catchUp(): Promise<void> {
    await this.load();
    if (this.shared) return;
    const now = this.clock.now();
    if (!this.activeKey()) await this.make(now, (rows) => !this.activeOf(this.believed(rows)));
    const due = nextKeyDue(this.rows, this.rules, now);
    if (due) await this.make(due, (rows) => nextKeyDue(this.believed(rows), this.rules, now) !== undefined);
  }

  /**
   * Makes a key of the configured algorithm sign, where one of another does. For the start of a server only: two
   * whose settings differ must not outvote each other, and a command must change nothing by looking.
   */
  async adoptAlgorithm(): Promise<void> {
    const isOther = (rows: readonly SigningKeyRow[]) =>
      this.activeOf(this.believed(rows))?.algorithm !== this.algorithm;
    if (this.shared || !isOther(this.rows)) return;
    await this.store.withdrawUnused(this.clock.now());
    await this.make(this.clock.now(), isOther);
  }

  private get algorithm(): AsymmetricAlgorithm {
    return this.config.JWT_ALG as AsymmetricAlgorithm;
  }

  private async make(signsFrom: Date, isNeeded: (rows: readonly SigningKeyRow[]) => boolean): Promise<void> {
    const kid = await this.store.create(this.algorithm, signsFrom, isNeeded);
    if (kid) {
      this.signals.ring(NEWS);
      this.log.log(
        `Made a new ${this.algorithm} signing key, ${kid}, which signs from ${signsFrom.toISOString()}`,
      );
    }
    await this.load();
  }

  private async load(): Promise<void> {
    const mayCount = this.looks.begin();
    const rows = await this.store.rows();
    if (!mayCount()) return;
    this.rows = this.believed(rows);
    if (this.shared) {
      this.trusted = new Map([[this.shared.kid, this.shared]]);
      return;
    }
    const trusted = this.standings()
      .filter(({ standing }) => standing !== 'distrusted' && standing !== 'expired')
      .map(({ row }) => row);
    const kids = new Set(trusted.map(({ kid }) => kid));
    // First, for the rest fails where a row was sealed with another master key: what is distrusted is so all the same.
    for (const kid of this.trusted.keys()) if (!kids.has(kid)) this.trusted.delete(kid);
    const keys = trusted.map((row) => this.unseal(row));
    this.trusted = new Map(keys.flatMap((key) => (key ? [[key.kid, key]] : [])));
    this.rows = this.believed(this.rows);
  }

  private unseal(row: SigningKeyRow): SigningKey | undefined {
    const key = this.unsealed.get(row.kid) ?? this.store.unseal(row);
    if (key) this.unsealed.set(row.kid, key);
    else {
      this.unusable.set(row.kid, this.clock.now());
      this.log.error(
        `The public half of the signing key ${row.kid} is not that of its private half: somebody has changed it in the database. The key is not used.`,
      );
    }
    return key;
  }

  private believed(rows: readonly SigningKeyRow[]): readonly SigningKeyRow[] {
    return rows.map((row) => ({
      ...row,
      distrustedAt: row.distrustedAt ?? this.unusable.get(row.kid) ?? null,
    }));
  }

  private activeKey(): SigningKey | undefined {
    const row = this.activeOf(this.rows);
    return row && this.trusted.get(row.kid);
  }

  /** Of rows as they are believed, for this is asked for each token. */
  private activeOf(rows: readonly SigningKeyRow[]): SigningKeyRow | undefined {
    const standings = standingsOf(rows, this.rules, this.clock.now());
    return rows.find(({ kid }) => standings.get(kid) === 'active');
  }
}
