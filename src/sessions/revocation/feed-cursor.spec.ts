import { FeedCursor } from './feed-cursor.js';

const after = (...reads: readonly number[][]): FeedCursor => {
  const cursor = new FeedCursor();
  reads.forEach((found, time) => cursor.advance(found, time));
  return cursor;
};

describe('The cursor of the revocation feed', () => {
  it('asks for what is newer than all it has seen', () => {
    expect(after([1, 2], [3]).after).toBe(3);
    expect(after([3], []).after).toBe(3);
  });

  it('asks again for numbers that were skipped, because their transactions had not ended', () => {
    expect(after([4, 1]).missing).toEqual([{ from: 2, to: 3 }]);
    expect(after([1], [4]).missing).toEqual([{ from: 2, to: 3 }]);
  });

  it('asks no more for what has come, however late', () => {
    const cursor = after([1, 6], [3]);
    expect(cursor.missing).toEqual([
      { from: 2, to: 2 },
      { from: 4, to: 5 },
    ]);
    expect(cursor.after).toBe(6);
  });

  it('gives up a number after a minute, in which its transaction must have ended', () => {
    const cursor = after([1, 3]);
    cursor.advance([], 59_999);
    expect(cursor.missing).toEqual([{ from: 2, to: 2 }]);
    cursor.advance([], 60_000);
    expect(cursor.missing).toEqual([]);
  });

  it('asks again for a number that any number of others have passed', () => {
    const many = Array.from({ length: 5000 }, (_, index) => 3 + index);
    expect(after([1], many).missing).toEqual([{ from: 2, to: 2 }]);
    expect(after([1], [6000]).missing).toEqual([{ from: 2, to: 5999 }]);
  });

  it('looks back a thousand numbers when it begins, where old rows were swept', () => {
    expect(after([5000, 5002]).missing).toEqual([
      { from: 4000, to: 4999 },
      { from: 5001, to: 5001 },
    ]);
  });

  it('reads all again where so many were skipped that a query could not name them', () => {
    const odd = Array.from({ length: 202 }, (_, index) => 1 + 2 * index);
    expect(after(odd).missing).toEqual([{ from: 2, to: 402 }]);
  });

  it('starts again from nothing', () => {
    const cursor = after([1, 4]);
    cursor.restart();
    expect([cursor.after, cursor.missing]).toEqual([0, []]);
  });
});
