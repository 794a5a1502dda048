/** What is counted of a key until an instant (`performance.now()`); from then on it begins anew. */
export interface Window {
  readonly key: string;
  /** Milliseconds. */
  readonly length: number;
  ends: number;
  /** On all nodes, as far as this one knows. */
  hits: number;
  /** Those of them that the other nodes have not heard of. */
  untold: number;
}

/** Counts in memory, and nothing in it waits: every request passes here. */
export class Windows {
  /** In the order they began in; as one length is the rule, they end in it too. */
  private readonly windows = new Map<string, Window>();

  count(key: string, length: number, now = performance.now()): Window {
    let window = this.windows.get(key);
    if (!window || window.ends <= now) {
      this.windows.delete(key);
      this.forgetOver(now);
      window = { key, length, ends: now + length, hits: 0, untold: 0 };
      this.windows.set(key, window);
    }
    window.hits += 1;
    window.untold += 1;
    return window;
  }

  get size(): number {
    return this.windows.size;
  }

  /** From the oldest to the first that is not over, so that what strangers fill is empty a window later. */
  private forgetOver(now: number): void {
    for (const [key, { ends }] of this.windows) {
      if (ends > now) return;
      this.windows.delete(key);
    }
  }
}
