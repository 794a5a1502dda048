import type { SharedRedis } from '../redis/index.js';
import { Counters } from './counters.js';
import { waitAfter } from './growing-delay.js';

const alone = { commands: undefined } as SharedRedis;

describe('The wait after a quota is used up', () => {
  it('doubles each time, up to an hour', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 8, 1000].map((times) => waitAfter(times, 60));
    expect(waits).toEqual([60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]);
  });

  it('is never shorter than the first', () => {
    expect([1, 2].map((times) => waitAfter(times, 7200))).toEqual([7200, 7200]);
  });
});

describe('A growing delay', () => {
  // The library reads the process's clock, which therefore stands still here.
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  const RULES = { name: 'test', points: 3, seconds: 900, firstWait: 60 };

  const takeAll = async (delay: ReturnType<Counters['growingDelay']>, key: string): Promise<number> => {
    for (let count = 0; count < RULES.points; count += 1) expect(await delay.take(key)).toBe(0);
    return delay.take(key);
  };

  it('grants the quota, then lets wait longer each time, and begins anew when told to forget', async () => {
    const delay = new Counters(alone).growingDelay(RULES);
    for (const seconds of [60, 120, 240]) {
      expect(await takeAll(delay, 'ada')).toBe(seconds * 1000);
      jest.advanceTimersByTime(seconds * 1000 - 1);
      expect(await delay.take('ada')).toBe(1);
      jest.advanceTimersByTime(1);
    }
    expect(await takeAll(delay, 'grace')).toBe(60_000);
    await delay.forget('ada');
    expect(await takeAll(delay, 'ada')).toBe(60_000);
  });

  it('cannot be had more cheaply by stopping one short of the refusal', async () => {
    const delay = new Counters(alone).growingDelay(RULES);
    for (let count = 0; count < RULES.points; count += 1) await delay.take('ada');
    jest.advanceTimersByTime(60_000);
    for (let count = 0; count < RULES.points; count += 1) await delay.take('ada');
    expect(await delay.take('ada')).toBe(120_000);
  });

  it('grants exactly the quota to callers at the same moment', async () => {
    const delay = new Counters(alone).growingDelay(RULES);
    const waits = await Promise.all(Array.from({ length: 200 }, () => delay.take('ada')));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(RULES.points);
  });

  it('grants again what was given back', async () => {
    const delay = new Counters(alone).growingDelay(RULES);
    await delay.take('ada');
    await delay.giveBack('ada');
    expect(await takeAll(delay, 'ada')).toBeGreaterThan(0);
  });

  it('grants everything where the quota is 0', async () => {
    const delay = new Counters(alone).growingDelay({ ...RULES, points: 0 });
    for (let count = 0; count < 100; count += 1) expect(await delay.take('ada')).toBe(0);
  });
});
