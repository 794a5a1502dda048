import { Clock } from '../../src/platform/clock/index.js';

/** Stands still until it is told to move. It begins now, because cookies and certificates live by the real time. */
export class FrozenClock extends Clock {
  private time = Date.now();
  private lasted = 0;

  override now(): Date {
    return new Date(this.time);
  }

  override elapsed(): number {
    return this.lasted;
  }

  advance(seconds: number): void {
    this.time += seconds * 1000;
    this.lasted += seconds * 1000;
  }

  /** Sets the clock, forward or back, without time passing. */
  set(seconds: number): void {
    this.time += seconds * 1000;
  }
}
