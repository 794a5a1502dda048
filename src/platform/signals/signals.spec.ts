import type { HealthChecks } from '../health/index.js';
import type { Bell } from './bell.js';
import { Signals } from './signals.js';

describe('What one node tells the others', () => {
  it('is told at once, also where it comes as they were just told of something else', async () => {
    const rung: string[] = [];
    const bell = { carrier: 'none', ring: async (message: string) => void rung.push(message) };
    const signals = new Signals(bell as unknown as Bell, {} as HealthChecks);
    for (let turns = 0; turns < 8; turns += 1) {
      signals.ring('keys');
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      signals.ring('revocations');
      await new Promise((later) => setImmediate(later));
      const topics = rung.splice(0).flatMap((message) => message.split(' ').slice(1));
      expect([turns, topics]).toEqual([turns, ['keys', 'revocations']]);
    }
  });
});
