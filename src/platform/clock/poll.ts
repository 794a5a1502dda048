import type { Logger } from '@nestjs/common';
import { stackOf } from '../errors/index.js';

/** Milliseconds for which those who hurry a task are gathered into one run. */
const BREATH = 10;

/** Does a task again and again, always so long after it was done the last time: a slow one never piles up. */
export class Poll {
  private timer: NodeJS.Timeout | undefined;
  private current: Promise<void> = Promise.resolve();
  private isOver = false;
  private isRunning = false;
  private isHurried = false;

  constructor(
    private readonly task: () => Promise<unknown>,
    private readonly seconds: number,
    private readonly log: Logger,
    /** What is logged when the task fails; it is tried again all the same. */
    private readonly complaint: string,
  ) {}

  start(): void {
    if (!this.isRunning && !this.isHurried) this.startIn(this.seconds * 1000);
  }

  /** Runs it now. One that is under way may have begun too early to see what this is for: it is run once more. */
  hurry(): void {
    if (this.isHurried) return;
    this.isHurried = true;
    if (!this.isRunning) this.startIn(BREATH);
  }

  /** Resolves when what is under way has ended. */
  async stop(): Promise<void> {
    this.isOver = true;
    clearTimeout(this.timer);
    await this.current;
  }

  private startIn(milliseconds: number): void {
    clearTimeout(this.timer);
    if (this.isOver) return;
    this.timer = setTimeout(() => {
      this.current = this.run();
    }, milliseconds).unref();
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    this.isHurried = false;
    try {
      await this.task();
    } catch (error) {
      this.log.error(this.complaint, stackOf(error));
    }
    this.isRunning = false;
    this.startIn(this.isHurried ? BREATH : this.seconds * 1000);
  }
}
