import { Logger } from '@nestjs/common';
import { RedisLink } from '../../src/platform/redis/redis-link.js';
import { eventually } from '../support/eventually.js';
import { hasRedis, RedisServer } from '../support/redis-server.js';

const PASSWORD = 'a-password-that-nobody-may-read';

(hasRedis ? describe : describe.skip)('The password of Redis', () => {
  it('is used, and stands in no log: not when it is wrong, not when Redis goes away', async () => {
    const redis = await RedisServer.start();
    const said: unknown[] = [];
    const keep = (...words: unknown[]) => void said.push(...words);
    Logger.overrideLogger({ log: keep, warn: keep, error: keep });
    const written = jest.spyOn(console, 'error').mockImplementation(keep);
    await redis.asking((client) => client.config('SET', 'requirepass', PASSWORD));
    const linkWith = (password: string) =>
      new RedisLink(redis.url.replace('//', `//:${password}@`), `test-${password.length}`);

    const right = linkWith(PASSWORD);
    await eventually(() => expect(right.isUp).toBe(true));
    expect(await right.ping()).toBe('PONG');
    const wrong = linkWith(`${PASSWORD}-mistyped`);
    await eventually(() => expect(said.join('\n')).toMatch(/WRONGPASS/));
    expect(wrong.isUp).toBe(false);
    await redis.stop();
    await eventually(() => expect(right.isUp).toBe(false));
    expect(said.length).toBeGreaterThan(0);
    expect(JSON.stringify(said)).not.toContain(PASSWORD);
    await Promise.all([right.close(), wrong.close()]);
    written.mockRestore();
  });
});
