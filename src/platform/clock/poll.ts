import type { Logger } from '@nestjs/common';

/** Does a task again and again, always so long after it was done the last time: a slow one never piles up. */
export class Poll {
  private timer: NodeJS.Timeout | undefined;
  private current: Promise<void> = Promise.resolve();
  private isOver = false;

  constructor(
    private readonly task: () => Promise<unknown>,
    private readonly seconds: number,
    private readonly log: Logger,
    /** What is logged when the task fails; it is tried again all the same. */
    private readonly complaint: string,
  ) {}

  start(): void {
    if (this.isOver) return;
    this.timer = setTimeout(() => {
      this.current = this.run();
    }, this.seconds * 1000).unref();
  }

  /** Resolves when what is under way has ended. */
  async stop(): Promise<void> {
    this.isOver = true;
    clearTimeout(this.timer);
    await this.current;
  }

  private async run(): Promise<void> {
    try {
      await this.task();
    } catch (error) {
      this.log.error(this.complaint, error instanceof Error ? error.stack : String(error));
    }
    this.start();
  }
}
