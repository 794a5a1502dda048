import { contest, rivalries, tableOf } from '../support/contest.mjs';
import { cookieOf, joined, startContestants } from '../support/contestants.mjs';

export const title = 'Peers: an authenticated request';

const PEOPLE = 50;
const CONNECTIONS = 32;

export async function measure({ short, tell }) {
  const pace = short ? { rounds: 1, seconds: 1 } : { rounds: 5, seconds: 3 };
  const all = await startContestants(
    ['sallyport', 'tutorial', 'betterAuth', 'bare'],
    tell,
    'guarded-and-open',
  );
  const contestants = {};
  for (const [name, { server, speech }] of Object.entries(all))
    contestants[name] = {
      server,
      status: 200,
      job: { connections: CONNECTIONS, requests: await requestsOf(name, server, speech) },
    };
  const results = await contest(contestants, { ...pace, tell });
  return {
    method: `${CONNECTIONS} connections, ${PEOPLE} people signed in; the answer is the same five fields of JSON. Sallyport: a JWT, checked against what was revoked until now. The tutorial: passport-jwt, and the user from the database. better-auth: its session from the cookie, which it trusts for as long as the cookie cache says (\`cookieCache\`, compact), whether the session was revoked meanwhile or not. The bare Fastify route asks nobody for anything. ${pace.rounds} rounds of ${pace.seconds} s each, all on the same core, in turns.`,
    measures: rivalries(results, 'authenticated requests a second', (name) =>
      name === 'bare'
        ? 'it does none of the work: what it has ahead is Nest, the security headers and the guard'
        : undefined,
    ),
    details: tableOf(results),
  };
}

async function requestsOf(name, { url }, { me }) {
  if (name === 'bare') return [{ path: me }];
  const answers = await joined(name, url, PEOPLE);
  return Promise.all(
    answers.map(async (answer) => ({
      path: me,
      headers:
        name === 'betterAuth'
          ? { cookie: cookieOf(answer) }
          : { authorization: `Bearer ${(await answer.json()).access_token}` },
    })),
  );
}
