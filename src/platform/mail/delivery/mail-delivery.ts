import { setTimeout as pause } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Clock, Poll } from '../../clock/index.js';
import { stackOf } from '../../errors/index.js';
import { traced } from '../../tracing/index.js';
import { CommitBell } from '../commit-bell.js';
import type { OutgoingMail } from '../outgoing-mail.entity.js';
import { MailQueue } from './mail-queue.js';
import { MailFailure, MailTransport } from './mail-transport.js';

/** Seconds after which a node looks again for what is due: retries, mails of commands, mails that a node left when it died. */
const PAUSE = 5;

/** How many mails a node sends at the same time. */
export const SIMULTANEOUS = 5;

/** Milliseconds that the mails on their way may take once the server is asked to stop. */
const GRACE = 5000;

const UNREACHED = 'The outbox could not be read or written';

/** Sends what is in the outbox, from when the server listens: a command never sends. */
@Injectable()
export class MailDelivery implements OnModuleInit, BeforeApplicationShutdown {
  private readonly log = new Logger('Mail');
  private readonly poll = new Poll(() => this.tick(), PAUSE, this.log, UNREACHED);
  private readonly onTheirWay = new Map<string, Promise<void>>();
  private isOpen = false;
  private current: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;
  private lastSweep = -Infinity;

  constructor(
    private readonly queue: MailQueue,
    private readonly transport: MailTransport,
    private readonly bell: CommitBell,
    private readonly clock: Clock,
    private readonly server: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    this.server.listen$.subscribe(() => {
      this.isOpen = true;
      this.bell.onRing(() => void this.wake());
      this.poll.start();
      void this.guarding(() => this.tick());
    });
  }

  /** Before the database closes. What is not finished by then is tried again by whoever comes next. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isOpen = false;
    await this.poll.stop();
    await this.current;
    const all = Promise.all(this.onTheirWay.values());
    await Promise.race([all, pause(GRACE, undefined, { ref: false })]);
    this.transport.close();
    await all;
  }

  /** Sends all that is due, and waits for it. */
  async deliverDue(): Promise<void> {
    for (;;) {
      await this.wake();
      if (this.onTheirWay.size === 0) return;
      await Promise.all(this.onTheirWay.values());
    }
  }

  /** However often it is called, one look is taken at a time, and one more after it. */
  private wake(): Promise<void> {
    const next = (this.next ??= this.current.then(async () => {
      this.current = next;
      this.next = undefined;
      await this.guarding(() => this.takeUp());
    }));
    return next;
  }

  private async tick(): Promise<void> {
    const ids = [...this.onTheirWay.keys()];
    if (ids.length > 0) await this.queue.keep(ids);
    if (this.clock.elapsed() - this.lastSweep >= 3_600_000) {
      this.lastSweep = this.clock.elapsed();
      await this.queue.sweep();
    }
    await this.wake();
  }

  private async takeUp(): Promise<void> {
    const free = SIMULTANEOUS - this.onTheirWay.size;
    if (!this.isOpen || free <= 0) return;
    for (const mail of await this.queue.due(free)) {
      if (!this.isOpen) return;
      if (this.onTheirWay.has(mail.id) || !(await this.queue.take(mail))) continue;
      const delivery = this.deliver(mail).finally(() => {
        this.onTheirWay.delete(mail.id);
        void this.wake();
      });
      this.onTheirWay.set(mail.id, delivery);
    }
  }

  private async deliver(mail: OutgoingMail): Promise<void> {
    const failure = await this.attempt(mail);
    if (failure) await this.untilDone(() => this.recordFailure(mail, failure));
    else await this.untilDone(() => this.queue.sent(mail));
  }

  private async attempt(mail: OutgoingMail): Promise<MailFailure | undefined> {
    if (mail.expiresAt <= this.clock.now()) return new MailFailure(mail.lastError ?? 'nobody took it up');
    try {
      const dispatch = this.queue.open(mail);
      await traced('send mail', () => this.transport.send(dispatch), { 'sallyport.mail.kind': mail.kind });
      return undefined;
    } catch (error) {
      return error instanceof MailFailure ? error : new MailFailure(`unforeseen: ${(error as Error).name}`);
    }
  }

  private async recordFailure(mail: OutgoingMail, failure: MailFailure): Promise<void> {
    const verdict = await this.queue.failed(mail, failure);
    const story = `Mail ${mail.id} (${mail.kind}) was not sent, attempt ${mail.attempts}: ${failure.reason}`;
    if (verdict instanceof Date) this.log.warn(`${story}. Next attempt: ${verdict.toISOString()}`);
    else this.log.error(`${story}. It is given up: ${verdict}.`);
  }

  /** A mail that was handed over must be marked, or it would go out again; so a failing database is asked until it answers. */
  private async untilDone(write: () => Promise<void>): Promise<void> {
    while (!(await this.guarding(write)) && this.isOpen) await pause(1000, undefined, { ref: false });
  }

  private async guarding(run: () => Promise<void>): Promise<boolean> {
    try {
      await run();
      return true;
    } catch (error) {
      this.log.error(UNREACHED, stackOf(error));
      return false;
    }
  }
}
