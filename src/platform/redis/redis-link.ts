import { Logger } from '@nestjs/common';
import { Redis, type RedisOptions } from 'ioredis';

/** Milliseconds for which a request waits at most for a Redis that has died unnoticed; those after it do not wait. */
const PATIENCE = 500;

/** Milliseconds between two looks whether it lives, where nobody asks it anything. */
const BEAT = 1000;

const OPTIONS: RedisOptions = {
  commandTimeout: PATIENCE,
  connectTimeout: 2000,
  disconnectTimeout: 100,
  keepAlive: 10_000,
  // What cannot be done now is done otherwise, not later.
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  autoResubscribe: false,
  disableClientInfo: true,
  retryStrategy: (attempt) => Math.min(attempt * 100, 1000),
};

type SendCommand = Redis['sendCommand'];

/**
 * A connection to Redis that mends itself and keeps nobody waiting. One that does not answer is given up with the first
 * command that shows it; until Redis has answered on a new one, every command fails at once.
 */
export class RedisLink extends Redis {
  private readonly log = new Logger('Redis');
  private readonly beat: NodeJS.Timeout;
  private isMissed = false;
  private isGivenUp = false;

  constructor(
    url: string,
    /** What it is for, as the log and `CLIENT LIST` tell it. */
    readonly purpose: string,
  ) {
    super(url, { ...OPTIONS, connectionName: `sallyport-${purpose}` });
    this.on('error', (error) => this.miss(error));
    this.on('close', () => {
      this.isGivenUp = false;
      this.miss();
    });
    this.on('ready', () => this.found());
    this.beat = setInterval(() => {
      if (this.isUp) this.ping().catch(() => undefined); // where it is not answered, `sendCommand` gives up
    }, BEAT).unref();
  }

  get isUp(): boolean {
    return this.status === 'ready' && !this.isGivenUp;
  }

  override sendCommand(...[command, stream]: Parameters<SendCommand>): ReturnType<SendCommand> {
    command.promise.catch((error: Error) => {
      if (error.message === 'Command timed out') this.giveUp();
    });
    return super.sendCommand(command, stream);
  }

  async close(): Promise<void> {
    clearInterval(this.beat);
    this.isMissed = true; // nobody wants to read of it any more
    await (this.isUp ? this.quit().catch(() => this.disconnect()) : this.disconnect());
  }

  private giveUp(): void {
    if (this.isGivenUp || this.status === 'end') return;
    this.isGivenUp = true;
    this.disconnect(true);
  }

  /** Once, however often it is tried. Only the message: an error of ioredis holds the command, and so the password. */
  private miss(error?: Error): void {
    if (this.isMissed) return;
    this.isMissed = true;
    this.log.warn(`Redis is away (${this.purpose}): ${error?.message || 'the connection ended'}`);
  }

  private found(): void {
    if (this.isMissed) this.log.log(`Redis is back (${this.purpose})`);
    this.isMissed = false;
  }
}
