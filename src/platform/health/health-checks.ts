import { Injectable, Logger } from '@nestjs/common';
import { inTime } from '../clock/index.js';

/** Milliseconds after which a check that has not ended counts as failed. */
const PATIENCE = 2000;

/** Good unless it throws. What it throws is for the log. */
export type HealthCheck = () => unknown;

/** `degraded`: it fails, and the server does without. */
export type CheckState = 'ok' | 'degraded' | 'failing';

interface Registered {
  readonly check: HealthCheck;
  readonly stateOfFailure: Exclude<CheckState, 'ok'>;
}

/** What must be well for this server to be sent requests. Modules register the checks of what they hold. */
@Injectable()
export class HealthChecks {
  private readonly log = new Logger('Health');
  private readonly checks = new Map<string, Registered>();
  private readonly running = new Map<string, Promise<unknown>>();
  private readonly failing = new Set<string>();

  /** @param name of one word; strangers see it */
  register(name: string, check: HealthCheck): void {
    this.checks.set(name, { check, stateOfFailure: 'failing' });
  }

  /** A check of what the server can do without: it stays ready. */
  registerAid(name: string, check: HealthCheck): void {
    this.checks.set(name, { check, stateOfFailure: 'degraded' });
  }

  /** The state of every check. However many ask, each check runs once at a time. */
  async states(): Promise<Record<string, CheckState>> {
    const states = [...this.checks].map(async ([name, registered]) => [
      name,
      await this.state(name, registered),
    ]);
    return Object.fromEntries((await Promise.all(states)) as [string, CheckState][]);
  }

  private async state(name: string, { check, stateOfFailure }: Registered): Promise<CheckState> {
    try {
      await inTime(this.once(name, check), PATIENCE, `no answer for ${PATIENCE / 1000} seconds`);
      if (this.failing.delete(name)) this.log.log(`${name} is well again`);
      return 'ok';
    } catch (error) {
      if (!this.failing.has(name))
        this.log.warn(
          `${stateOfFailure === 'failing' ? 'Not ready' : 'Degraded'}: ${name}: ${String(error)}`,
        );
      this.failing.add(name);
      return stateOfFailure;
    }
  }

  private once(name: string, check: HealthCheck): Promise<unknown> {
    const running =
      this.running.get(name) ??
      Promise.resolve()
        .then(check)
        .finally(() => this.running.delete(name));
    this.running.set(name, running);
    return running;
  }
}
