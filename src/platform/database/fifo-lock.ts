/** One holder at a time, in the order they asked. */
export class FifoLock {
  private tail: Promise<void> = Promise.resolve();

  /** Resolves when it is the caller's turn, with the function that ends it. */
  async acquire(): Promise<() => void> {
    const before = this.tail;
    let free!: () => void;
    this.tail = new Promise((resolve) => (free = resolve));
    await before;
    return free;
  }
}
