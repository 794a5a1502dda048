import { VerifiedTokenCache } from './verified-token-cache.js';
import type { VerifiedToken } from './verified-token.js';

const NOW = new Date('2026-01-01T00:00:00Z');
const EXPIRY = new Date('2026-01-01T00:10:00Z');

const tokenOf = (userId: string): VerifiedToken => ({
  userId,
  sessionId: 'laptop',
  tokenId: 'jti-1',
  clientId: 'sallyport',
  epoch: 0,
  roles: ['user'],
  amr: ['pwd'],
  authenticatedAt: NOW,
  issuedAt: NOW,
  expiresAt: EXPIRY,
});

describe('The cache of verified tokens', () => {
  it('knows a token again that it was told', () => {
    const cache = new VerifiedTokenCache(10);
    const ada = tokenOf('ada');
    cache.remember('a.b.c', ada);
    expect(cache.recall('a.b.c', NOW)).toBe(ada);
  });

  it('does not know a token it was never told', () => {
    expect(new VerifiedTokenCache(10).recall('a.b.c', NOW)).toBeUndefined();
  });

  it('does not know another spelling of the same token', () => {
    const cache = new VerifiedTokenCache(10);
    cache.remember('a.b.c', tokenOf('ada'));
    for (const spelling of ['a.b.c=', ' a.b.c', 'a.b.c ', 'A.b.c', 'a.b.c.'])
      expect([spelling, cache.recall(spelling, NOW)]).toEqual([spelling, undefined]);
  });

  it('knows a token until just before it expires', () => {
    const cache = new VerifiedTokenCache(10);
    cache.remember('a.b.c', tokenOf('ada'));
    expect(cache.recall('a.b.c', new Date(EXPIRY.getTime() - 1))).toBeDefined();
    expect(cache.recall('a.b.c', EXPIRY)).toBeUndefined();
  });

  it('drops the token that was asked for least recently when it is full', () => {
    const cache = new VerifiedTokenCache(2);
    cache.remember('first', tokenOf('ada'));
    cache.remember('second', tokenOf('grace'));
    cache.recall('first', NOW);
    cache.remember('third', tokenOf('joan'));
    expect(['first', 'second', 'third'].map((token) => cache.recall(token, NOW)?.userId)).toEqual([
      'ada',
      undefined,
      'joan',
    ]);
  });

  it('remembers nothing where its size is 0', () => {
    const cache = new VerifiedTokenCache(0);
    cache.remember('a.b.c', tokenOf('ada'));
    expect(cache.recall('a.b.c', NOW)).toBeUndefined();
  });

  it('does not keep the text of a token in memory', () => {
    const cache = new VerifiedTokenCache(10);
    cache.remember('a-token-that-nobody-may-read', tokenOf('ada'));
    const { tokens } = cache as unknown as { tokens: Map<string, unknown> };
    expect([...tokens.keys()]).toEqual([expect.stringMatching(/^[A-Za-z0-9_-]{43}$/)]);
  });
});
