/** Who listens to a bell. */
export interface Ear {
  heard(message: string): void;
  /** It can be heard from now on; what was rung before may have been missed. */
  listening(): void;
}

/**
 * What tells other nodes that there is news in the database. It holds none itself and may lose any ring: who relies on
 * the news also looks by itself, only less soon.
 */
export interface Bell {
  /** What carries it, for people. */
  readonly carrier: 'none' | 'postgres' | 'redis';
  readonly isUp: boolean;
  /** Connects in the background, and again whenever the connection is lost. */
  open(ear: Ear): void;
  /** Fails at once, or soon, where it cannot be heard. */
  ring(message: string): Promise<void>;
  close(): Promise<void>;
}

/** For a node alone. */
export class NoBell implements Bell {
  readonly carrier = 'none';
  readonly isUp = true;

  open(): void {}

  async ring(): Promise<void> {}

  async close(): Promise<void> {}
}

export const BELL = Symbol('bell');
