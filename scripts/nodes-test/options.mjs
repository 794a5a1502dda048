import { readOptions } from '../support/options.mjs';

const HELP = `
npm run nodes-test -- [--seconds 60] [--clients 6] [--starters 10] [--seed N] [--without-redis]

Starts a PostgreSQL and a Redis of its own on free ports, ten Sallyport processes at once on the empty database, and
keeps three of them. Clients register, sign in, refresh, race and sign out through all three, while a prober measures
how soon what ends on one node is dead on the others, and these things happen, one after the other:

  a node is killed with SIGKILL, and started again
  Redis is killed, and started again, empty
  the network between one node and Redis loses everything, and says nothing
  the network between one node and PostgreSQL does
  PostgreSQL is stopped in the middle of its work, and started again

It checks that
  nothing that was acknowledged is lost: accounts, sessions, and the successor of every refresh token
  one refresh token, raced across the nodes, gives one successor
  what was revoked is dead on every node within 100 ms (p99) while all is well (not judged where the machine
    is so busy that this test itself waits), and within 2 s always
  /health/ready says 503 where a node cannot judge tokens, 200 where it can; and is 200 again by itself

  --seconds N       under load while all is well; the start and what is broken take about 30 more (60)
  --clients N       how many at once (6)
  --starters N      how many processes start at once on the empty database (10)
  --seed N          repeats the acts of each client, though not how they interleave
  --without-redis   LISTEN and NOTIFY of PostgreSQL carry the news

PostgreSQL's programs are looked for in PG_BIN, in /usr/lib/postgresql and on the PATH. Without them the server of
TEST_POSTGRES_URL is used, and has its connections dropped where it would have been stopped.

On a breach it exits with 1 and prints what is known of the session.
`;

const { 'without-redis': isWithoutRedis, ...counts } = readOptions(HELP, {
  seconds: 60,
  clients: 6,
  starters: 10,
  'without-redis': false,
});

export const OPTIONS = { ...counts, hasRedis: !isWithoutRedis };
