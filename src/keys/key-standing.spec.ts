import { type KeyStanding, nextKeyDue, standingsOf } from './key-standing.js';

const at = (hours: number) => new Date(Date.UTC(2026, 0, 1) + hours * 3_600_000);
const justBefore = (date: Date) => new Date(date.getTime() - 1);

/** Ninety days, published a day ahead, and kept for an hour and five minutes. */
const rules = { rotation: 90 * 86_400, publishAhead: 86_400, overlap: 3900 };
const OVERLAP = 3900 / 3600;
const DAY = 24;
const QUARTER = 90 * DAY;

type Key = Parameters<typeof standingsOf>[0][number];

const key = (kid: string, signsFrom: number, distrusted?: number): Key => ({
  kid,
  signsFrom: at(signsFrom),
  distrustedAt: distrusted === undefined ? null : at(distrusted),
});

const standings = (keys: readonly Key[], now: Date): Record<string, KeyStanding> =>
  Object.fromEntries(standingsOf(keys, rules, now));

describe('A signing key', () => {
  it('is next until the instant from which it signs, and active from then on', () => {
    const keys = [key('a', 10)];
    expect(standings(keys, justBefore(at(10)))).toEqual({ a: 'next' });
    expect(standings(keys, at(10))).toEqual({ a: 'active' });
  });

  it('is active for as long as no other takes over', () => {
    expect(standings([key('a', 0)], at(1000 * DAY))).toEqual({ a: 'active' });
    expect(standings([key('a', 0), key('b', 2000 * DAY)], at(1000 * DAY))).toEqual({
      a: 'active',
      b: 'next',
    });
  });

  it('is retired at the instant the next one takes over', () => {
    const keys = [key('a', 0), key('b', 10)];
    expect(standings(keys, justBefore(at(10)))).toEqual({ a: 'active', b: 'next' });
    expect(standings(keys, at(10))).toEqual({ a: 'retired', b: 'active' });
  });

  it('is retired until its last token has expired, and expired from then on', () => {
    const keys = [key('a', 0), key('b', 10)];
    expect(standings(keys, justBefore(at(10 + OVERLAP)))).toEqual({ a: 'retired', b: 'active' });
    expect(standings(keys, at(10 + OVERLAP))).toEqual({ a: 'expired', b: 'active' });
  });

  it('is retired by the one that took over from it, not by a later one', () => {
    const keys = [key('a', 0), key('b', 10), key('c', 10.5)];
    expect(standings(keys, at(10.5))).toEqual({ a: 'retired', b: 'retired', c: 'active' });
    expect(standings(keys, at(10 + OVERLAP))).toEqual({ a: 'expired', b: 'retired', c: 'active' });
  });

  it('stands the same in whatever order the keys are told', () => {
    const [a, b, c] = [key('a', 0), key('b', 10), key('c', 20)];
    const expected = { a: 'expired', b: 'active', c: 'next' };
    for (const keys of [
      [a, b, c],
      [c, b, a],
      [b, c, a],
    ])
      expect(standings(keys, at(15))).toEqual(expected);
  });
});

describe('Keys of which one is distrusted', () => {
  it('lose that one at once and for good, whatever it was', () => {
    const all = (distrusted: string) =>
      [key('a', 0), key('b', 10), key('c', 20)].map((each) =>
        each.kid === distrusted ? { ...each, distrustedAt: at(10.1) } : each,
      );
    for (const kid of ['a', 'b', 'c'])
      for (const now of [10.1, 15, 25, 9999]) expect(standings(all(kid), at(now))[kid]).toBe('distrusted');
  });

  it('do not revive the one that the distrusted one took over from', () => {
    const keys = [key('a', 0), key('b', 10, 10.1)];
    expect(standings(keys, at(10.1))).toEqual({ a: 'retired', b: 'distrusted' });
    expect(standings(keys, at(10 + OVERLAP))).toEqual({ a: 'expired', b: 'distrusted' });
  });

  it('keep the one that signs when a retired one is distrusted', () => {
    expect(standings([key('a', 0, 10.1), key('b', 10)], at(10.1))).toEqual({ a: 'distrusted', b: 'active' });
  });

  it('keep the one that signs when the next is distrusted, until that would have taken over', () => {
    expect(standings([key('a', 0), key('b', 10, 5)], at(9))).toEqual({ a: 'active', b: 'distrusted' });
  });

  // What went wrong: a key that was distrusted before it ever signed took over all the same when its time came. For
  // up to a second nothing signed, and then a key that nobody knew did.
  it('keep the one that signs when the next is distrusted, and after that would have taken over', () => {
    const keys = [key('a', 0), key('b', 10, 5)];
    expect(standings(keys, at(10))).toEqual({ a: 'active', b: 'distrusted' });
    expect(standings(keys, at(1000))).toEqual({ a: 'active', b: 'distrusted' });
  });
});

describe('The next key', () => {
  const due = (keys: readonly Key[], now: Date) => nextKeyDue(keys, rules, now);

  it('is not due before it must be published', () => {
    expect(due([key('a', 0)], justBefore(at(QUARTER - DAY)))).toBeUndefined();
  });

  it('is due a day before it signs, which it does when the active one has signed for its time', () => {
    expect(due([key('a', 0)], at(QUARTER - DAY))).toEqual(at(QUARTER));
  });

  it('is due also where there is one for years later', () => {
    const keys = [key('a', 0), key('b', 9 * QUARTER)];
    expect(due(keys, justBefore(at(QUARTER - DAY)))).toBeUndefined();
    expect(due(keys, at(QUARTER - DAY))).toEqual(at(QUARTER));
  });

  it('is not due again where the clock was put back by a moment', () => {
    expect(
      due([key('a', 0), key('b', QUARTER + 3 * DAY)], justBefore(at(QUARTER + 2 * DAY))),
    ).toBeUndefined();
  });

  it('is not due twice', () => {
    expect(due([key('a', 0), key('b', QUARTER)], at(QUARTER - 1))).toBeUndefined();
    expect(due([key('a', 0), key('b', QUARTER)], at(QUARTER))).toBeUndefined();
  });

  it('is published as long ahead when it is overdue', () => {
    expect(due([key('a', 0)], at(QUARTER + 40 * DAY))).toEqual(at(QUARTER + 41 * DAY));
  });

  it('counts from the key that took over last, also where that was made by hand', () => {
    const keys = [key('a', 0), key('b', 30 * DAY)];
    expect(due(keys, justBefore(at(30 * DAY + QUARTER - DAY)))).toBeUndefined();
    expect(due(keys, at(30 * DAY + QUARTER - DAY))).toEqual(at(30 * DAY + QUARTER));
  });

  it('is due once more when the one that was made is distrusted', () => {
    expect(due([key('a', 0), key('b', QUARTER, QUARTER - 2)], at(QUARTER - 1))).toEqual(
      at(QUARTER - 1 + DAY),
    );
  });

  it('is no help where nothing signs: then one is wanted now', () => {
    expect(due([], at(0))).toBeUndefined();
    expect(due([key('a', 0, 1)], at(QUARTER))).toBeUndefined();
  });
});
