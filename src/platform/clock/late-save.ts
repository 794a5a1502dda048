/** Milliseconds for which what is to be saved is gathered. */
const SOON = 1000;

/** Saves a while after there is something to save, many at once, and never two batches at the same time. */
export class LateSave {
  private timer: NodeJS.Timeout | undefined;
  private last: Promise<void> = Promise.resolve();

  /** @param save must not fail: what could not be saved is kept, and asked for again with `soon` */
  constructor(private readonly save: () => Promise<void>) {}

  soon(): void {
    this.timer ??= setTimeout(() => void this.now(), SOON).unref();
  }

  now(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    return (this.last = this.last.then(this.save));
  }

  /** Saves what there is, and tries no more after that. */
  async stop(): Promise<void> {
    await this.now();
    clearTimeout(this.timer);
  }
}
