/** One holder at a time, in the order they asked. */
export class FifoLock<Purpose = undefined> {
  private readonly waiting: { readonly purpose: Purpose; readonly enter: () => void }[] = [];
  private isHeld = false;

  /** What the one wants it for whose turn is next, if anybody waits. */
  get next(): Purpose | undefined {
    return this.waiting[0]?.purpose;
  }

  /** Resolves when it is the caller's turn, with the function that ends it. */
  async acquire(purpose: Purpose): Promise<() => void> {
    if (this.isHeld) await new Promise<void>((enter) => this.waiting.push({ purpose, enter }));
    this.isHeld = true;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      const next = this.waiting.shift();
      if (next) next.enter();
      else this.isHeld = false;
    };
  }
}
