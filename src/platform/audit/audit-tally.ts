import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock/index.js';
import type { AuditRecord } from './audit-event.entity.js';
import { type AuditEntry, AuditLog } from './audit-log.js';

/** Milliseconds after which what is new is written. */
const SOON = 1000;

/** Milliseconds for which the same thing is counted and not written again. */
const WINDOW = 60_000;

/** How many different things are told apart in that time, of those about accounts that there are, and of the others. */
const ROOM = { known: 100, others: 50 };

interface Count {
  readonly event: AuditRecord;
  count: number;
  until: Date;
}

/**
 * Refusals, which strangers cause as often as they like: what is the same within a minute is one record with a count.
 * They are written after the answer, many at once: a write ahead of it would tell by its time which accounts there
 * are, and let anybody make the database busy. What a killed process had not written yet, a second's worth, is lost.
 */
@Injectable()
export class AuditTally {
  private readonly log = new Logger('Audit');
  /** What was told in this window already, and what is to be told. */
  private readonly told = new Set<string>();
  private unsaved = new Map<string, Count>();
  private readonly timers = new Map<'soon' | 'window', NodeJS.Timeout>();
  private lastSave: Promise<void> = Promise.resolve();
  /** How much of it is taken. */
  private readonly room = { known: 0, others: 0 };

  constructor(
    private readonly audit: AuditLog,
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Counts a refusal, in memory: `outcome` is `failure` if not told. */
  note(entry: AuditEntry): void {
    const event = this.audit.eventOf({ outcome: 'failure', ...entry });
    const [key, counted] = this.placeOf(event);
    const known = this.unsaved.get(key);
    if (known) {
      known.count += 1;
      known.until = this.clock.now();
    } else this.unsaved.set(key, { event: counted, count: 1, until: counted.at });
    this.later('window', WINDOW, () => void this.endWindow());
    if (!this.told.has(key)) this.later('soon', SOON, () => void this.save((one) => !this.told.has(one)));
  }

  /** Writes down what was counted, or a part of it. What cannot be written now is written with the next. */
  save(isMeant: (key: string) => boolean = () => true): Promise<void> {
    return (this.lastSave = this.lastSave.then(() => this.saveThese(isMeant)));
  }

  async stop(): Promise<void> {
    await this.save();
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  private async saveThese(isMeant: (key: string) => boolean): Promise<void> {
    const batch = [...this.unsaved].filter(([key]) => isMeant(key));
    if (batch.length === 0) return;
    for (const [key] of batch) {
      this.unsaved.delete(key);
      this.told.add(key);
    }
    try {
      const events = batch.map(([, count]) => eventOf(count));
      await this.dataSource.transaction((tx) => this.audit.insert(events, tx));
    } catch (error) {
      this.log.warn(`Refusals could not be recorded yet: ${String(error)}`);
      for (const [key, { event, count, until }] of batch) {
        const since = this.unsaved.get(key);
        this.unsaved.set(key, { event, count: count + (since?.count ?? 0), until: since?.until ?? until });
      }
      this.later('soon', SOON, () => void this.save());
    }
  }

  private async endWindow(): Promise<void> {
    await this.save();
    this.told.clear();
    Object.assign(this.room, { known: 0, others: 0 });
    for (const { event } of this.unsaved.values()) this.room[kindOf(event)] += 1; // or what waits would grow
  }

  /** Where there is no room for one more, it is counted with others of its kind, without who and from where. */
  private placeOf(event: AuditRecord): [key: string, event: AuditRecord] {
    const { type, userId, address, actor, detail } = event;
    const key = JSON.stringify([type, userId, address, actor, detail]);
    if (this.told.has(key) || this.unsaved.has(key)) return [key, event];
    const kind = kindOf(event);
    this.room[kind] += 1;
    if (this.room[kind] <= ROOM[kind]) return [key, event];
    const more = JSON.stringify({ more: 'as refused elsewhere in this minute' });
    return [
      `${type} ${kind}`,
      {
        ...event,
        userId: null,
        sessionId: null,
        address: null,
        requestId: null,
        actor: 'anonymous',
        detail: more,
      },
    ];
  }

  /** Outside of the request that sets it: an own timer, which runs for nobody. */
  private later(name: 'soon' | 'window', after: number, run: () => void): void {
    if (this.timers.has(name)) return;
    const timer = setTimeout(() => {
      this.timers.delete(name);
      run();
    }, after).unref();
    this.timers.set(name, timer);
  }
}

const kindOf = ({ userId }: AuditRecord): keyof typeof ROOM => (userId === null ? 'others' : 'known');

/** With how often it happened, and until when, where that was more than once. */
function eventOf({ event, count, until }: Count): AuditRecord {
  if (count === 1) return event;
  const detail = { ...(JSON.parse(event.detail) as object), count, until: until.toISOString() };
  return { ...event, detail: JSON.stringify(detail) };
}
