import { FifoLock } from './fifo-lock.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('The lock', () => {
  it('is free at first', async () => {
    const free = await new FifoLock<string>().acquire('work');
    expect(free).toBeInstanceOf(Function);
  });

  it('lets a second caller in only when the first is done', async () => {
    const lock = new FifoLock<string>();
    const free = await lock.acquire('work');
    let isIn = false;
    const second = lock.acquire('work').then((done) => {
      isIn = true;
      return done;
    });
    await turn();
    expect(isIn).toBe(false);
    free();
    await second;
    expect(isIn).toBe(true);
  });

  it('lets callers in one at a time, in the order in which they asked', async () => {
    const lock = new FifoLock<string>();
    const order: number[] = [];
    let inside = 0;
    let most = 0;
    const use = async (caller: number) => {
      const free = await lock.acquire('work');
      most = Math.max(most, ++inside);
      order.push(caller);
      for (let turns = caller % 3; turns > 0; turns--) await turn();
      inside--;
      free();
    };
    const callers = Array.from({ length: 50 }, (_, caller) => caller);
    await Promise.all(callers.map(use));
    expect(order).toEqual(callers);
    expect(most).toBe(1);
  });

  it('lets nobody in twice when a caller says twice that it is done', async () => {
    const lock = new FifoLock<string>();
    const free = await lock.acquire('work');
    const second = lock.acquire('work');
    let thirdIsIn = false;
    const third = lock.acquire('work').then(() => (thirdIsIn = true));
    free();
    free();
    const freeSecond = await second;
    await turn();
    expect(thirdIsIn).toBe(false);
    freeSecond();
    await third;
  });
});
