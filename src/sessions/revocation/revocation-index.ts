import type { RevocationKind } from './revocation.entity.js';

/** The claims by which a token is judged; never its text, which can be spelled in several ways. */
export interface TokenIdentity {
  readonly userId: string;
  /** Undefined for an API key, which belongs to no session. */
  readonly sessionId: string | undefined;
  readonly tokenId: string;
  readonly epoch: number;
}

/** Why a token that is genuine is void, in the order in which it is looked for. */
export const TOKEN_FAULTS = ['sessionEnded', 'tokenRevoked', 'epochRaised'] as const;

export type TokenStanding = 'standing' | (typeof TOKEN_FAULTS)[number];

export interface RevocationEntry {
  readonly kind: RevocationKind;
  readonly subject: string;
  readonly epoch: number;
  /** By the clock on the wall, which the tokens it speaks of are judged by. */
  readonly expiresAt: Date;
}

interface Remembered {
  readonly epoch: number;
  readonly expiresAt: Date;
  readonly until: number;
}

/**
 * What is void although it has not expired: a node's memory of the revocations that are younger than the
 * longest access token. Asked on every request, after any cache of verified tokens.
 */
export class RevocationIndex {
  private readonly sessions = new Map<string, Remembered>();
  private readonly tokens = new Map<string, Remembered>();
  private readonly epochs = new Map<string, Remembered>();

  /** @param until how long it must be remembered at least, by a clock that nobody sets */
  add({ kind, subject, epoch, expiresAt }: RevocationEntry, until: number): void {
    const entry = { epoch, expiresAt, until };
    if (kind === 'session') this.sessions.set(subject, entry);
    else if (kind === 'token') this.tokens.set(subject, entry);
    else if (kind === 'epoch' && epoch >= (this.epochs.get(subject)?.epoch ?? 0))
      this.epochs.set(subject, entry);
  }

  standingOf(token: TokenIdentity): TokenStanding {
    if (token.sessionId !== undefined && this.sessions.has(token.sessionId)) return 'sessionEnded';
    if (this.tokens.has(token.tokenId)) return 'tokenRevoked';
    const lowest = this.epochs.get(token.userId);
    return lowest !== undefined && token.epoch < lowest.epoch ? 'epochRaised' : 'standing';
  }

  /** Forgets what has expired by both clocks: one that was put back by hours comes to a token's time again. */
  sweep(time: number, now: Date): void {
    for (const entries of [this.sessions, this.tokens, this.epochs]) {
      for (const [subject, { until, expiresAt }] of entries)
        if (until <= time && expiresAt <= now) entries.delete(subject);
    }
  }

  get size(): number {
    return this.sessions.size + this.tokens.size + this.epochs.size;
  }
}
