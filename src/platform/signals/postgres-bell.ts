import { Logger } from '@nestjs/common';
import type { Client } from 'pg';
import { Poll } from '../clock/index.js';
import type { Bell, Ear } from './bell.js';

const CHANNEL = 'sallyport';

/** Seconds between two looks whether the connection lives, or two attempts to open one. */
const BEAT = 1;

/** Milliseconds for which PostgreSQL may leave a word of the bell unanswered. */
const PATIENCE = 2000;

/**
 * LISTEN and NOTIFY (PostgreSQL), on a connection beside the pool: rings wait for no other statement. Each beat rings
 * for this node alone, because a pooler between may take a LISTEN and never deliver.
 */
export class PostgresBell implements Bell {
  readonly carrier = 'postgres';
  private readonly log = new Logger('Signals');
  private readonly poll = new Poll(() => this.beat(), BEAT, this.log, 'The bell failed');
  private client: Client | undefined;
  private ear: Ear | undefined;
  private isHeard = false;
  private isMissed = false;

  constructor(
    private readonly url: string,
    /** A channel that only this node listens to. */
    private readonly ownChannel: string,
  ) {}

  get isUp(): boolean {
    return this.client !== undefined && this.isHeard;
  }

  open(ear: Ear): void {
    this.ear = ear;
    this.poll.start();
    this.poll.hurry();
  }

  async ring(message: string): Promise<void> {
    if (!this.client) throw new Error('There is no connection to ring on');
    await this.notify(this.client, CHANNEL, message);
  }

  async close(): Promise<void> {
    await this.poll.stop();
    const client = this.client;
    this.client = undefined;
    await client?.end().catch(() => undefined);
  }

  private async beat(): Promise<void> {
    try {
      const isNew = !this.client;
      const client = this.client ?? (await this.connect());
      this.isHeard = await this.hearsItself(client);
      if (isNew) this.ear?.listening();
      if (this.isHeard) this.found();
      else
        this.miss(
          'NOTIFY is not heard. LISTEN needs a connection that no pooler shares: set DATABASE_LISTEN_URL.',
        );
    } catch (error) {
      this.drop(this.client);
      this.miss((error as Error).message);
    }
  }

  private async connect(): Promise<Client> {
    const { Client } = await import('pg'); // not at each start on SQLite
    const client = new Client({
      connectionString: this.url,
      application_name: 'sallyport-bell',
      connectionTimeoutMillis: PATIENCE,
      query_timeout: PATIENCE,
      keepAlive: true,
    });
    client.on('error', () => this.drop(client));
    client.on('end', () => this.drop(client));
    client.on('notification', ({ channel, payload = '' }) => {
      if (channel === CHANNEL) this.ear?.heard(payload);
    });
    try {
      await client.connect();
      for (const channel of [CHANNEL, this.ownChannel]) await client.query(`LISTEN "${channel}"`);
    } catch (error) {
      client.end().catch(() => undefined);
      throw error;
    }
    this.client = client;
    return client;
  }

  /** A session is told of its own NOTIFY before it is told that it succeeded. */
  private async hearsItself(client: Client): Promise<boolean> {
    let isHeard = false;
    const listen = ({ channel }: { channel: string }) => (isHeard ||= channel === this.ownChannel);
    client.on('notification', listen);
    try {
      await this.notify(client, this.ownChannel, '');
      return isHeard;
    } finally {
      client.off('notification', listen);
    }
  }

  private async notify(client: Client, channel: string, message: string): Promise<void> {
    await client.query('SELECT pg_notify($1, $2)', [channel, message]);
  }

  private drop(client: Client | undefined): void {
    if (client === undefined || client !== this.client) return;
    this.client = undefined;
    this.isHeard = false;
    client.end().catch(() => undefined);
  }

  private miss(reason: string): void {
    if (!this.isMissed) this.log.warn(`Other nodes cannot be told at once what changes here: ${reason}`);
    this.isMissed = true;
  }

  private found(): void {
    if (this.isMissed) this.log.log('Other nodes are told again at once');
    this.isMissed = false;
  }
}
