import { createHash } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Config } from '../../../platform/config/index.js';
import { breachCheckConfig } from './breach-check.config.js';

const LINE = /^([0-9A-F]{35}):(\d+)$/i;

/**
 * Asks a range service (the protocol of Have I Been Pwned) whether a password was seen in a breach. Five of the
 * forty characters of its SHA-1 leave this machine. A service that does not answer hinders nobody.
 */
@Injectable()
export class BreachCheck {
  private readonly log = new Logger('BreachCheck');

  constructor(@Inject(breachCheckConfig.token) private readonly config: Config<typeof breachCheckConfig>) {}

  async knows(password: string): Promise<boolean> {
    const { BREACH_CHECK_URL: url } = this.config;
    if (!url) return false;
    const digest = createHash('sha1').update(password).digest('hex').toUpperCase();
    try {
      return timesSeen(digest.slice(5), await this.ask(url + digest.slice(0, 5))) > 0;
    } catch (error) {
      this.log.warn(`password.breachCheckFailed: a password was accepted unchecked; ${reasonOf(error)}`);
      return false;
    }
  }

  private async ask(url: string): Promise<string> {
    const response = await fetch(url, {
      headers: { 'add-padding': 'true', 'user-agent': 'sallyport' },
      redirect: 'error',
      signal: AbortSignal.timeout(this.config.BREACH_CHECK_TIMEOUT * 1000),
    });
    if (!response.ok) throw new Error(`the service answered ${response.status}`);
    return response.text();
  }
}

/** Padding lines are seen zero times. */
function timesSeen(suffix: string, range: string): number {
  const lines = range.split(/\r?\n/).map((line) => LINE.exec(line));
  if (!lines.some(Boolean)) throw new Error('the service did not answer with a range');
  return Number(lines.find((line) => line?.[1]?.toUpperCase() === suffix)?.[2] ?? 0);
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause === undefined ? message : `${message}: ${(cause as Error).message}`;
}
