import type { RedisLink } from '../redis/index.js';
import type { Bell, Ear } from './bell.js';

/** Publish and subscribe on one channel. */
export class RedisBell implements Bell {
  readonly carrier = 'redis';
  private isSubscribed = false;

  constructor(
    private readonly commands: RedisLink,
    /** A connection that subscribes can do nothing else. */
    private readonly subscriber: RedisLink,
    private readonly channel: string,
  ) {}

  get isUp(): boolean {
    return this.isSubscribed && this.commands.isUp;
  }

  open(ear: Ear): void {
    this.subscriber.on('message', (_channel, message) => ear.heard(message));
    this.subscriber.on('close', () => (this.isSubscribed = false));
    const subscribe = async () => {
      await this.subscriber.subscribe(this.channel);
      this.isSubscribed = true;
      ear.listening();
    };
    const begin = () => void subscribe().catch(() => this.subscriber.disconnect(true)); // and again when it is back
    if (this.subscriber.isUp) begin();
    this.subscriber.on('ready', begin);
  }

  async ring(message: string): Promise<void> {
    await this.commands.publish(this.channel, message);
  }

  /** The connections are those of SharedRedis, which closes them. */
  async close(): Promise<void> {}
}
