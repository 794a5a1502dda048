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

  it('asks again for a number that was skipped, because its transaction had not ended', () => {
    expect(after([1, 4]).missing).toEqual([2, 3]);
    expect(after([1], [4]).missing).toEqual([2, 3]);
  });

  it('asks no more for what has come, however late', () => {
    const cursor = after([1, 4], [2]);
    expect(cursor.missing).toEqual([3]);
    expect(cursor.after).toBe(4);
  });

  it('gives up a number after a minute, in which its transaction must have ended', () => {
    const cursor = after([1, 3]);
    cursor.advance([], 59_999);
    expect(cursor.missing).toEqual([2]);
    cursor.advance([], 60_000);
    expect(cursor.missing).toEqual([]);
  });

  it('looks back a thousand numbers at most, such as where old rows were swept', () => {
    const { missing } = after([5000, 5002]);
    expect([missing.length, missing[0], missing.at(-1)]).toEqual([998, 4003, 5001]);
  });

  it('starts again from nothing', () => {
    const cursor = after([1, 4]);
    cursor.restart();
    expect([cursor.after, cursor.missing]).toEqual([0, []]);
  });
});
