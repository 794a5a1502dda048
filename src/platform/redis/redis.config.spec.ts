import { loadConfiguration } from '../config/index.js';
import { redisConfig } from './redis.config.js';

const load = (REDIS_URL: string) => loadConfiguration({ REDIS_URL }, [redisConfig]).of(redisConfig).REDIS_URL;

describe('REDIS_URL', () => {
  it.each([
    'redis://127.0.0.1',
    'redis://user:pass@redis.example:6379/2',
    'rediss://:pass@redis.example:6380',
  ])('may be %s', (url) => expect(load(url)).toBe(url));

  it.each(['127.0.0.1:6379', 'http://redis.example', 'redis://redis.example/users', 'redis//secret@host'])(
    'may not be %s, and the complaint does not repeat it',
    (url) => {
      expect(() => load(url)).toThrow('REDIS_URL must be a URL such as redis://');
      expect(() => load(url)).not.toThrow(url);
    },
  );
});
