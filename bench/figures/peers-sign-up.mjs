import { besideTheHash, contest, rivalries, tableOf } from '../support/contest.mjs';
import { bodyFor, posted, startContestants } from '../support/contestants.mjs';
import { CORES } from '../support/cores.mjs';

export const title = 'Peers: a sign-up';

const CONNECTIONS = 8 * CORES.serverCount;
/** Both take as long as the hash allows; what is left of the difference is this. */
const becauseOf = (name) =>
  !name.endsWith('own')
    ? 'beside the same hash, Sallyport screens the password and writes a role and a record of the audit log'
    : undefined;

const STATUS = { sallyport: 201, tutorial: 201, betterAuth: 200 };

export async function measure({ short, tell }) {
  const pace = short ? { rounds: 1, seconds: 4 } : { rounds: 5, seconds: 3 };
  const names = ['sallyport', 'tutorial', 'betterAuth', 'tutorial own', 'betterAuth own'];
  const all = await startContestants(names, tell);
  const contestants = Object.fromEntries(
    Object.entries(all).map(([name, { server, speech }]) => {
      const body = bodyFor(name, 'somebody{n}@example.com', true);
      const numbered = posted(name, server.url, speech.signUp, body);
      return [
        name,
        { server, status: STATUS[name.split(' ')[0]], job: { connections: CONNECTIONS, numbered } },
      ];
    }),
  );
  const results = await contest(contestants, { ...pace, withHash: true, tell });
  return {
    method: `${CONNECTIONS} connections; each request makes an account that was not there before, and opens no session. Sallyport also looks the password up among the common ones, and gives the account a role. Hashes and durability are those of the sign-ins above. ${pace.rounds} rounds of ${pace.seconds} s each, all on the same core, in turns.`,
    measures: [...rivalries(results, 'sign-ups a second', becauseOf), ...besideTheHash(results)],
    details: tableOf(results),
  };
}
