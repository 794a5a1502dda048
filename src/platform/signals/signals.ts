import { setTimeout as wait } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { newId } from '../database/index.js';
import { HealthChecks } from '../health/index.js';
import { BELL, type Bell } from './bell.js';

/** Milliseconds after which a ring that failed is tried again, and for how long a process that ends waits for one. */
const AGAIN = 250;
const LAST_WORDS = 1000;

/** Milliseconds for which a start waits for the bell. */
const FIRST_WAIT = 1000;

/**
 * Tells other nodes that there is news of a topic in the database, and is told so by them. The news is read there, by
 * whoever listens: a ring that is lost makes it late, and never untrue.
 */
@Injectable()
export class Signals implements OnModuleInit, BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly node = newId();
  private readonly listeners = new Map<string, (() => void)[]>();
  /** Topics that no other node was told of yet. */
  private readonly untold = new Set<string>();
  private telling: Promise<void> | undefined;
  private isOver = false;

  constructor(
    @Inject(BELL) readonly bell: Bell,
    private readonly health: HealthChecks,
  ) {}

  /** A server that has started hears, if there is anything to hear it by. */
  async onModuleInit(): Promise<void> {
    const { bell } = this;
    if (bell.carrier === 'none') return;
    this.health.registerAid(bell.carrier === 'redis' ? 'redis' : 'signals', () => this.assertUp());
    const listening = new Promise<void>((resolve) =>
      bell.open({
        heard: (message) => this.hear(message),
        listening: () => {
          this.callAll();
          resolve();
        },
      }),
    );
    await forAtMost(FIRST_WAIT, listening);
  }

  /** Calls the listener when another node rings, or may have done so unheard. It must return at once, and not fail. */
  onRing(topic: string, listener: () => void): void {
    this.listeners.set(topic, [...(this.listeners.get(topic) ?? []), listener]);
  }

  /** Call it when the transaction is committed. It returns at once, and a failure is nobody's but its own. */
  ring(topic: string): void {
    this.untold.add(topic);
    this.telling ??= this.tell();
  }

  /** So that a command that ends at once has told them. */
  async beforeApplicationShutdown(): Promise<void> {
    await forAtMost(LAST_WORDS, this.telling);
  }

  async onApplicationShutdown(): Promise<void> {
    this.isOver = true;
    await this.bell.close();
  }

  /** What is rung meanwhile goes with the next message: one for all that a busy node changes at a time. */
  private async tell(): Promise<void> {
    while (this.untold.size > 0 && !this.isOver) {
      const topics = [...this.untold];
      this.untold.clear();
      try {
        await this.bell.ring([this.node, ...topics].join(' '));
      } catch {
        for (const topic of topics) this.untold.add(topic);
        await wait(AGAIN, undefined, { ref: false });
      }
    }
    this.telling = undefined; // not a turn later: what is rung in between would wait for the next ring
  }

  private assertUp(): void {
    if (!this.bell.isUp) throw new Error('other nodes cannot be told at once what changes here');
  }

  private hear(message: string): void {
    const [node, ...topics] = message.split(' ');
    if (node !== this.node) for (const topic of topics) this.call(topic);
  }

  private callAll(): void {
    for (const topic of this.listeners.keys()) this.call(topic);
  }

  private call(topic: string): void {
    for (const listener of this.listeners.get(topic) ?? []) listener();
  }
}

async function forAtMost(milliseconds: number, done: Promise<void> | undefined): Promise<void> {
  const ended = new AbortController();
  const late = wait(milliseconds, undefined, { signal: ended.signal }).catch(() => undefined);
  await Promise.race([done, late]);
  ended.abort();
}
