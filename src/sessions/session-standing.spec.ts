import { idleLimit, standingOf } from './session-standing.js';

const at = (minutes: number) => new Date(Date.UTC(2026, 0, 1) + minutes * 60_000);
const justBefore = (date: Date) => new Date(date.getTime() - 1);

const session = { endedAt: null, idleUntil: at(10), expiresAt: at(100) };

describe('A session', () => {
  it('is live until its idle limit, and not at it', () => {
    expect(standingOf(session, at(0))).toBe('live');
    expect(standingOf(session, justBefore(at(10)))).toBe('live');
    expect(standingOf(session, at(10))).toBe('idle');
  });

  it('is live until it expires, and not at that instant', () => {
    const refreshedToTheEnd = { ...session, idleUntil: at(100) };
    expect(standingOf(refreshedToTheEnd, justBefore(at(100)))).toBe('live');
    expect(standingOf(refreshedToTheEnd, at(100))).toBe('expired');
  });

  it('is expired, however late its idle limit lies', () => {
    expect(standingOf({ ...session, idleUntil: at(500) }, at(101))).toBe('expired');
  });

  it('is ended once it was ended, whatever else holds', () => {
    const ended = { ...session, endedAt: at(1) };
    for (const now of [at(0), at(2), at(50), at(500)]) expect(standingOf(ended, now)).toBe('ended');
  });
});

describe('The idle limit of a session', () => {
  const rules = { idle: 600, absolute: 6000 };

  it('lies the idle time after the last use', () => {
    expect(idleLimit(rules, at(100), at(7))).toEqual(at(17));
  });

  it('never lies after the session expires', () => {
    expect(idleLimit(rules, at(100), at(90))).toEqual(at(100));
    expect(idleLimit(rules, at(100), at(99))).toEqual(at(100));
  });
});
