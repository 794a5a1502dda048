import { FrozenClock } from '../../../test/support/frozen-clock.js';
import { FeedFreshness } from './feed-freshness.js';

describe('What is known of the revocation feed', () => {
  let clock: FrozenClock;
  let reads: { readonly succeeds: () => void; readonly fails: () => void }[];
  let freshness: FeedFreshness;

  beforeEach(() => {
    clock = new FrozenClock();
    reads = [];
    freshness = new FeedFreshness(clock, 2000, () => {
      const began = clock.elapsed();
      return new Promise((resolve, reject) => {
        const succeeds = () => {
          freshness.noted(began);
          resolve();
        };
        reads.push({ succeeds, fails: () => reject(new Error('disk I/O error')) });
      });
    });
  });
  afterEach(() => jest.useRealTimers());

  const settled = () => new Promise((later) => setImmediate(later));
  const refusal = { entry: { code: 'server.unavailable' }, context: { headers: { 'retry-after': '1' } } };

  it('is stale before it was read, and again when the bound has passed', () => {
    expect(freshness.isStale).toBe(true);
    freshness.noted(clock.elapsed());
    clock.advance(2);
    expect(freshness.isStale).toBe(false);
    clock.advance(0.001);
    expect(freshness.isStale).toBe(true);
  });

  it('is as old as the beginning of the read, and a read that ends late makes it no older', () => {
    clock.advance(10);
    freshness.noted(9000);
    freshness.noted(1000);
    expect(freshness.isStale).toBe(false);
    clock.advance(1.5);
    expect(freshness.isStale).toBe(true);
  });

  it('is restored by one read for all who wait', async () => {
    const waiting = [1, 2, 3].map(() => freshness.restored());
    expect(reads).toHaveLength(1);
    reads[0]!.succeeds();
    await Promise.all(waiting);
    expect(freshness.isStale).toBe(false);
  });

  it('is read once more for who came when a read was under way that had begun too early', async () => {
    void freshness.renew();
    clock.advance(3);
    const waiting = freshness.restored();
    reads[0]!.succeeds();
    await settled();
    expect(reads).toHaveLength(2);
    reads[1]!.succeeds();
    await waiting;
  });

  it('is not restored by a read that fails, and the next one is another', async () => {
    const waiting = freshness.restored();
    reads[0]!.fails();
    await expect(waiting).rejects.toMatchObject(refusal);
    const again = freshness.restored();
    reads[1]!.succeeds();
    await again;
  });

  it('is not restored by a database that hangs: who waits is told in time', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    const waiting = expect(freshness.restored()).rejects.toMatchObject(refusal);
    await jest.advanceTimersByTimeAsync(5000);
    await waiting;
    const again = freshness.restored();
    reads[1]!.succeeds();
    await again;
  });
});
