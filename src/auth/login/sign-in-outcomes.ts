import { Injectable } from '@nestjs/common';
import { Problem } from '../../platform/errors/index.js';
import { Metrics } from '../../platform/metrics/index.js';

const OUTCOMES = ['succeeded', 'refused', 'limited', 'overloaded', 'failed'] as const;
type Outcome = (typeof OUTCOMES)[number];

const OF_CODES: Readonly<Record<string, Outcome>> = {
  'auth.tooManyAttempts': 'limited',
  'server.overloaded': 'overloaded',
};

/** Counts how sign-ins end, each once. */
@Injectable()
export class SignInOutcomes {
  private readonly count: (outcome: Outcome) => void;

  constructor(metrics: Metrics) {
    this.count = metrics.outcomes('sallyport_sign_ins_total', 'Sign-ins by how they ended.', OUTCOMES);
  }

  /** Of the proof: who proved nothing has been refused, and with a proof it goes on. */
  async ofProof<T>(run: () => Promise<T | undefined>): Promise<T | undefined> {
    return this.watching(run, undefined);
  }

  /** Of the session that a proof opens. */
  async ofSession<T>(run: () => Promise<T | undefined>): Promise<T | undefined> {
    return this.watching(run, 'succeeded');
  }

  private async watching<T>(
    run: () => Promise<T | undefined>,
    end: Outcome | undefined,
  ): Promise<T | undefined> {
    try {
      const result = await run();
      const outcome = result === undefined ? 'refused' : end;
      if (outcome) this.count(outcome);
      return result;
    } catch (error) {
      this.count((error instanceof Problem && OF_CODES[error.entry.code]) || 'failed');
      throw error;
    }
  }
}
