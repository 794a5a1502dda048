import type { RevocationKind } from './revocation.entity.js';

/** The claims by which a token is judged; never its text, which can be spelled in several ways. */
export interface TokenIdentity {
  readonly userId: string;
  readonly sessionId: string;
  readonly tokenId: string;
  readonly epoch: number;
}

export type TokenStanding = 'standing' | 'sessionEnded' | 'tokenRevoked' | 'epochRaised';

export interface RevocationEntry {
  readonly kind: RevocationKind;
  readonly subject: string;
  readonly epoch: number;
}

/**
 * What is void although it has not expired: a node's memory of the revocations that are younger than the
 * longest access token. Asked on every request, after any cache of verified tokens.
 */
export class RevocationIndex {
  private readonly sessions = new Map<string, number>();
  private readonly tokens = new Map<string, number>();
  private readonly epochs = new Map<string, { epoch: number; until: number }>();

  /** @param until when it may be forgotten, by a clock that nobody sets: a clock put back must not revive a token */
  add({ kind, subject, epoch }: RevocationEntry, until: number): void {
    if (kind === 'session') this.sessions.set(subject, until);
    else if (kind === 'token') this.tokens.set(subject, until);
    else if (epoch >= (this.epochs.get(subject)?.epoch ?? 0)) this.epochs.set(subject, { epoch, until });
  }

  standingOf(token: TokenIdentity): TokenStanding {
    if (this.sessions.has(token.sessionId)) return 'sessionEnded';
    if (this.tokens.has(token.tokenId)) return 'tokenRevoked';
    const lowest = this.epochs.get(token.userId);
    return lowest !== undefined && token.epoch < lowest.epoch ? 'epochRaised' : 'standing';
  }

  /** Forgets what has expired by itself. */
  sweep(time: number): void {
    for (const entries of [this.sessions, this.tokens]) {
      for (const [subject, until] of entries) if (until <= time) entries.delete(subject);
    }
    for (const [subject, { until }] of this.epochs) if (until <= time) this.epochs.delete(subject);
  }

  get size(): number {
    return this.sessions.size + this.tokens.size + this.epochs.size;
  }
}
