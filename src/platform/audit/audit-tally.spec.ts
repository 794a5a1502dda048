import { Logger } from '@nestjs/common';
import type { Clock } from '../clock/index.js';
import type { AuditRecord } from './audit-event.entity.js';
import type { AuditEntry, AuditLog } from './audit-log.js';
import { AuditTally } from './audit-tally.js';

const MINUTE = 60_000;

describe('The tally of refusals', () => {
  let written: AuditRecord[];
  /** What comes while a batch is being written. */
  let meanwhile: () => void;
  let tally: AuditTally;

  beforeEach(() => {
    jest.useFakeTimers();
    written = [];
    meanwhile = () => {};
    const audit = {
      eventOf: (entry: AuditEntry) => ({ userId: null, ...entry, detail: '{}' }),
      insert: async (events: AuditRecord[]) => {
        meanwhile();
        written.push(...events);
      },
    };
    const dataSource = { transaction: (run: (tx: object) => Promise<void>) => run({}) };
    const clock = { now: () => new Date() };
    tally = new AuditTally(audit as unknown as AuditLog, dataSource as never, clock as unknown as Clock);
  });
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  const refuse = (...userIds: string[]) => {
    for (const userId of userIds) tally.note({ type: 'signIn.refused', userId });
  };
  const named = () => written.splice(0).map(({ userId }) => userId);
  const many = Array.from({ length: 120 }, (_, nth) => `user${nth}`);

  it('tells a hundred accounts apart in a minute, and counts the others together', async () => {
    refuse(...many);
    await jest.advanceTimersByTimeAsync(1000);
    expect(named()).toEqual([...many.slice(0, 100), null]);
  });

  it('tells them apart again in the next minute, although refusals never stop', async () => {
    meanwhile = () => tally.note({ type: 'signIn.refused' });
    refuse(...many);
    await jest.advanceTimersByTimeAsync(MINUTE);
    written = [];
    refuse('ada');
    await jest.advanceTimersByTimeAsync(1000);
    expect(named()).toContain('ada');
  });

  it('keeps no more of them for a database that fails for an hour', async () => {
    jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    meanwhile = () => {
      throw new Error('The disk is full');
    };
    for (let minute = 0; minute < 60; minute += 1) {
      refuse(...many.map((user) => `${user} of ${minute}`));
      await jest.advanceTimersByTimeAsync(MINUTE);
    }
    meanwhile = () => {};
    await tally.save();
    expect(named().length).toBeLessThanOrEqual(101);
  });
});
