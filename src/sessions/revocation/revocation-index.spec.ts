import { RevocationIndex } from './revocation-index.js';

const EARLIER = 0;
const LATER = 3_600_000;
const NOON = new Date('2026-11-21T12:00:00Z');
const BEFORE_NOON = new Date(NOON.getTime() - 1);

const token = { userId: 'ada', sessionId: 'laptop', tokenId: 'jti-1', epoch: 3 };

describe('The revocation index', () => {
  let index: RevocationIndex;

  beforeEach(() => {
    index = new RevocationIndex();
  });

  const revoke = (kind: 'session' | 'token' | 'epoch', subject: string, epoch = 0, until = LATER) =>
    index.add({ kind, subject, epoch, expiresAt: NOON }, until);

  it('lets a token stand of which it has heard nothing', () => {
    revoke('session', 'phone');
    revoke('token', 'jti-2');
    revoke('epoch', 'grace', 9);
    expect(index.standingOf(token)).toBe('standing');
  });

  it('voids every token of a session that ended', () => {
    revoke('session', 'laptop');
    expect(index.standingOf(token)).toBe('sessionEnded');
    expect(index.standingOf({ ...token, tokenId: 'jti-2', epoch: 99 })).toBe('sessionEnded');
    expect(index.standingOf({ ...token, sessionId: 'phone' })).toBe('standing');
  });

  it('voids a single token', () => {
    revoke('token', 'jti-1');
    expect(index.standingOf(token)).toBe('tokenRevoked');
    expect(index.standingOf({ ...token, tokenId: 'jti-2' })).toBe('standing');
  });

  it("voids what a user was issued before the user's epoch was raised, and nothing issued since", () => {
    revoke('epoch', 'ada', 4);
    expect(index.standingOf(token)).toBe('epochRaised');
    expect(index.standingOf({ ...token, sessionId: 'phone', tokenId: 'jti-2' })).toBe('epochRaised');
    expect(index.standingOf({ ...token, epoch: 4 })).toBe('standing');
    expect(index.standingOf({ ...token, epoch: 5 })).toBe('standing');
    expect(index.standingOf({ ...token, userId: 'grace' })).toBe('standing');
  });

  it('keeps the highest epoch when the news of two raises arrives in the wrong order', () => {
    revoke('epoch', 'ada', 5);
    revoke('epoch', 'ada', 4);
    expect(index.standingOf({ ...token, epoch: 4 })).toBe('epochRaised');
    index.sweep(EARLIER, NOON);
    expect(index.standingOf({ ...token, epoch: 4 })).toBe('epochRaised');
  });

  it('does not take the name of one thing for the name of another', () => {
    revoke('session', 'ada');
    revoke('session', 'jti-1');
    revoke('token', 'laptop');
    revoke('token', 'ada');
    revoke('epoch', 'laptop', 9);
    expect(index.standingOf(token)).toBe('standing');
  });

  it('is not confused by names that every object has', () => {
    const odd = { userId: '__proto__', sessionId: 'constructor', tokenId: 'toString', epoch: 0 };
    expect(index.standingOf(odd)).toBe('standing');
    revoke('epoch', '__proto__', 1);
    expect(index.standingOf(odd)).toBe('epochRaised');
    expect(index.standingOf(token)).toBe('standing');
  });

  it('remembers a revocation until just before it expires, and then forgets it', () => {
    revoke('session', 'laptop', 0, LATER);
    revoke('token', 'jti-1', 0, LATER);
    revoke('epoch', 'ada', 4, LATER);
    expect(index.size).toBe(3);

    index.sweep(LATER - 1, NOON);
    expect(index.size).toBe(3);
    expect(index.standingOf(token)).toBe('sessionEnded');

    index.sweep(LATER, NOON);
    expect(index.size).toBe(0);
    expect(index.standingOf(token)).toBe('standing');
  });

  // A clock that was put back comes to the tokens' time again, and they are good by it.
  it('remembers it also for as long as the clock on the wall has not come to its end', () => {
    revoke('session', 'laptop');
    revoke('token', 'jti-1');
    revoke('epoch', 'ada', 4);
    index.sweep(LATER, BEFORE_NOON);
    expect(index.size).toBe(3);
  });

  it('forgets only what has expired', () => {
    revoke('session', 'phone', 0, EARLIER);
    revoke('session', 'laptop', 0, LATER);
    index.sweep(EARLIER, NOON);
    expect(index.size).toBe(1);
    expect(index.standingOf(token)).toBe('sessionEnded');
  });
});
