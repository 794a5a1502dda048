import { contest, rivalries, tableOf } from '../support/contest.mjs';
import { cookieOf, signedIn, signedUp, startContestants } from '../support/contestants.mjs';

export const title = 'Peers: a refresh, or what renews a session';

const CONNECTIONS = 16;

export async function measure({ short, tell }) {
  const pace = short ? { rounds: 1, seconds: 1 } : { rounds: 5, seconds: 3 };
  const all = await startContestants(['sallyport', 'tutorial', 'betterAuth'], tell);
  const contestants = {};
  for (const [name, { server }] of Object.entries(all)) {
    await signedUp(name, server.url, CONNECTIONS);
    contestants[name] = { server, status: 200, job: () => jobOf(name, server) };
  }
  const results = await contest(contestants, { ...pace, tell });
  return {
    method: `${CONNECTIONS} connections with a session each, renewed again and again, durably (WAL, synchronous=FULL). Sallyport exchanges the refresh token for a new one, in a transaction that finds out whether it was used before, and signs an access token (ES256). The tutorial verifies the refresh token, reads the user, stores the digest of a new one and signs two (HS256); it keeps one session a user. better-auth reads the session past its cookie cache and moves its end (\`updateAge: 0\`); its token stays what it was. ${pace.rounds} rounds of ${pace.seconds} s each, all on the same core, in turns.`,
    measures: rivalries(results, 'renewals a second'),
    details: tableOf(results),
  };
}

/** New sessions for each round: the end of one cuts exchanges off, whose answers the peers give only once. */
async function jobOf(name, { url }) {
  const answers = await signedIn(name, url, CONNECTIONS);
  if (name === 'betterAuth') return { connections: CONNECTIONS, requests: answers.map(renewal) };
  const tokens = await Promise.all(answers.map(async (answer) => (await answer.json()).refresh_token));
  return { connections: CONNECTIONS, chain: { path: '/refresh', tokens } };
}

const renewal = (answer) => ({
  path: '/api/auth/get-session?disableCookieCache=true',
  headers: { cookie: cookieOf(answer) },
});
