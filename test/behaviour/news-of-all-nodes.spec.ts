import { KeyRing } from '../../src/keys/index.js';
import { eventually } from '../support/eventually.js';
import { Person } from '../support/person.js';
import { hasRedis, RedisServer } from '../support/redis-server.js';
import { onPostgres } from '../support/store.js';
import { World } from '../support/world.js';

// So that nobody hears of anything in time by looking.
const NO_LOOKING = { REVOCATION_POLL: '59s', REVOCATION_MAX_STALENESS: '60s' };

const carriers: [string, () => Promise<RedisServer | undefined>][] = [
  ...(hasRedis ? [['Redis', () => RedisServer.start()] as [string, () => Promise<RedisServer>]] : []),
  ...(onPostgres ? [['PostgreSQL', async () => undefined] as [string, () => Promise<undefined>]] : []),
];

(carriers.length > 0 ? describe.each(carriers) : describe.skip.each([['Redis', async () => undefined]]))(
  'Two nodes to which %s carries the news',
  (_, open) => {
    let redis: RedisServer | undefined;
    let here: World;
    let there: World;

    beforeAll(async () => {
      redis = await open();
      const env = { ...NO_LOOKING, ...(redis && { REDIS_URL: redis.url }) };
      here = await World.open({ env });
      there = await World.open({ folder: here.folder, env });
    });
    afterAll(async () => {
      await there.stop();
      await here.close();
      await redis?.stop();
    });

    const seenThere = (person: Person): Person =>
      Object.assign(new Person(there, person.email), { accessToken: person.accessToken });

    it.each(['jwt', 'opaque'] as const)('both refuse what ended on one (%s)', async (token_format) => {
      const ada = await here.person().signedIn({ token_format });
      const grace = seenThere(ada);
      expect((await grace.gets('/me')).status).toBe(200);
      await ada.signsOut();
      await eventually(async () => expect((await grace.gets('/me')).body.code).toBe('token.revoked'));
    });

    it('both refuse what was signed with a key that one distrusts', async () => {
      const ada = await here.person().signedIn();
      const grace = seenThere(ada);
      expect((await grace.gets('/me')).status).toBe(200);
      const { kid } = JSON.parse(
        Buffer.from(ada.accessToken.split('.')[0] as string, 'base64url').toString(),
      );
      await here.provider(KeyRing).distrust(kid);
      await eventually(async () => expect((await grace.gets('/me')).status).toBe(401));
    });

    it('both stay right when Redis is away for a while: what was rung meanwhile is looked for after', async () => {
      if (!redis) return;
      const ada = await here.person().signedIn();
      const grace = seenThere(ada);
      await redis.stop();
      expect((await ada.signsOut()).status).toBe(204);
      expect((await grace.gets('/me')).status).toBe(200); // within the bound, which is a minute here
      await redis.resume();
      await eventually(async () => expect((await grace.gets('/me')).body.code).toBe('token.revoked'));
    });
  },
);
