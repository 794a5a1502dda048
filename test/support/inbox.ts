import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { openWorlds } from './open-worlds.js';

/** A mail as it arrived. */
export interface Received {
  /** From the SMTP envelope, which decides where a mail goes. */
  readonly to: readonly string[];
  readonly from: string;
  readonly mail: Email;
  /** As it came over the wire. */
  readonly raw: string;
}

/** What goes wrong: an answer instead of the usual one, an end of the connection, or no answer until `release()`. */
export interface Fault {
  readonly at: 'RCPT' | 'DATA';
  readonly what: number | 'drop' | 'hang';
  /** How many mails it befalls; 1 if not told. */
  readonly times?: number;
}

interface Options {
  /** Asks for a sign-in with these. */
  readonly user?: string;
  readonly password?: string;
}

type Reply = (error?: Error | null) => void;

/** A real SMTP server, which keeps what it is handed. */
export class Inbox {
  readonly received: Received[] = [];
  /** How often it was about to take a mail, faults among them. */
  attempts = 0;
  private readonly handedOut = new Set<Received>();
  private faults: Fault[] = [];
  private hanging: (() => void)[] = [];
  private watchers: (() => void)[] = [];
  private server!: SMTPServer;
  private port = 0;

  private constructor(private readonly options: Options) {}

  static async open(options: Options = {}): Promise<Inbox> {
    const inbox = new Inbox(options);
    await inbox.start();
    openWorlds.add(inbox);
    return inbox;
  }

  get url(): string {
    const { user, password } = this.options;
    const login = user ? `${encodeURIComponent(user)}:${encodeURIComponent(password ?? '')}@` : '';
    return `smtp://${login}localhost:${this.port}`;
  }

  /** Begins to listen, on the port it had before. */
  async start(): Promise<void> {
    this.server = new SMTPServer({
      logger: false,
      authOptional: !this.options.user,
      allowInsecureAuth: true,
      disabledCommands: this.options.user ? ['STARTTLS'] : ['AUTH', 'STARTTLS'],
      closeTimeout: 100,
      onAuth: (auth, _, reply) => {
        const isRight = auth.username === this.options.user && auth.password === this.options.password;
        reply(isRight ? null : new Error('No such user'), isRight ? { user: 'known' } : undefined);
      },
      onRcptTo: (_, session, reply) => this.meet('RCPT', session, reply),
      onData: (stream, session, reply) => void this.take(stream, session, reply),
    });
    this.server.on('error', () => undefined); // a client that went away
    const listening = this.server.listen(this.port, '127.0.0.1');
    await once(listening, 'listening');
    this.port = (listening.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.release();
    await new Promise<void>((done) => this.server.close(done));
  }

  async close(): Promise<void> {
    openWorlds.delete(this);
    await this.stop();
  }

  fails(fault: Fault): void {
    this.faults.push(...Array.from({ length: fault.times ?? 1 }, () => fault));
  }

  /** Lets those go on that hang. */
  release(): void {
    for (const goOn of this.hanging.splice(0)) goOn();
  }

  /** The next mail, to that address if one is told; it waits for it. */
  async next({ to }: { to?: string } = {}): Promise<Received> {
    const isWanted = (received: Received) =>
      !this.handedOut.has(received) && (to === undefined || received.to.includes(to));
    const found = await this.until(() => this.received.find(isWanted));
    this.handedOut.add(found);
    return found;
  }

  /** Waits until so many mails were tried. */
  async attempted(times: number): Promise<void> {
    await this.until(() => this.attempts >= times || undefined);
  }

  private async until<T>(look: () => T | undefined): Promise<T> {
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      await new Promise<void>((news) => this.watchers.push(news));
    }
  }

  private announce(): void {
    for (const watcher of this.watchers.splice(0)) watcher();
  }

  private async take(stream: AsyncIterable<Buffer>, session: SMTPServerSession, reply: Reply): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    const raw = Buffer.concat(chunks);
    const { mailFrom, rcptTo } = session.envelope;
    const to = rcptTo.map(({ address }) => address);
    const mail = await PostalMime.parse(raw);
    const from = mailFrom ? mailFrom.address : '';
    this.meet('DATA', session, (error) => {
      if (!error) this.received.push({ to, from, mail, raw: raw.toString() });
      reply(error);
      this.announce();
    });
  }

  private meet(at: Fault['at'], session: SMTPServerSession, reply: Reply): void {
    const index = this.faults.findIndex((fault) => fault.at === at);
    const [fault] = index < 0 ? [] : this.faults.splice(index, 1);
    if (fault || at === 'DATA') this.attempts += 1;
    if (!fault) return reply();
    if (fault.what === 'hang') this.hanging.push(reply);
    else if (fault.what === 'drop') this.drop(session);
    else reply(Object.assign(new Error('5.7.1 not this one'), { responseCode: fault.what }));
    this.announce();
  }

  private drop({ id }: SMTPServerSession): void {
    const connections = [...this.server.connections] as unknown as {
      id: string;
      _socket: { destroy(): void };
    }[];
    connections.find((connection) => connection.id === id)?._socket.destroy();
  }
}
