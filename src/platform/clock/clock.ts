import { Injectable } from '@nestjs/common';

/** The only source of "now". Policies take the time as an argument; services ask this. */
export abstract class Clock {
  abstract now(): Date;

  /** Milliseconds of a clock that nobody sets, from an arbitrary beginning: for how long something has lasted. */
  abstract elapsed(): number;
}

@Injectable()
export class SystemClock extends Clock {
  override now(): Date {
    return new Date();
  }

  override elapsed(): number {
    return performance.now();
  }
}

/** The instant `seconds` after `from`; negative seconds lie before it. */
export const secondsAfter = (from: Date, seconds: number): Date => new Date(from.getTime() + seconds * 1000);

/** A date as JWT NumericDate: whole seconds since 1970 (RFC 7519 §2). */
export const toNumericDate = (date: Date): number => Math.floor(date.getTime() / 1000);
