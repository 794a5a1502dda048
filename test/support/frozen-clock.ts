import { Clock } from '../../src/platform/clock/index.js';

/** Stands still until it is told to move. It begins now, because cookies and certificates live by the real time. */
export class FrozenClock extends Clock {
  private time = Date.now();

  override now(): Date {
    return new Date(this.time);
  }

  advance(seconds: number): void {
    this.time += seconds * 1000;
  }
}
