import { besideTheHash, contest, rivalries, tableOf } from '../support/contest.mjs';
import { bodyFor, posted, signedUp, startContestants } from '../support/contestants.mjs';
import { CORES } from '../support/cores.mjs';
import { emailOf } from '../support/people.mjs';

export const title = 'Peers: a sign-in';

const CONNECTIONS = 8 * CORES.serverCount;

/** With the same hash all take as long as it allows; what is left of the difference is this. */
const becauseOf = (name) =>
  name.endsWith('own')
    ? undefined
    : 'the same hash is most of it; beside it, Sallyport counts failures, ends the oldest session of too many, and writes a record of the audit log';

export async function measure({ short, tell }) {
  const pace = short ? { rounds: 1, seconds: 4 } : { rounds: 5, seconds: 3 };
  const people = short ? 8 : 200;
  const names = ['sallyport', 'tutorial', 'betterAuth', 'tutorial own', 'betterAuth own'];
  const all = await startContestants(names, tell);
  const contestants = {};
  for (const [name, { server, speech }] of Object.entries(all)) {
    await signedUp(name, server.url, people);
    const requests = Array.from({ length: people }, (_, number) =>
      posted(name, server.url, speech.signIn, bodyFor(name, emailOf(number))),
    );
    contestants[name] = { server, status: 200, job: { connections: CONNECTIONS, requests } };
  }
  const results = await contest(contestants, { ...pace, withHash: true, tell });
  return {
    method: `${CONNECTIONS} connections, ${people} people. Each sign-in leaves a session that outlives a crash: WAL and synchronous=FULL with all of them. Sallyport hashes with Argon2id (19 MiB, 2 passes); the peers do so too, by the options that they document for it, and once more with what they come with: bcrypt of cost 10, scrypt (N=16384, r=16). ${pace.rounds} rounds of ${pace.seconds} s each, all on the same core, in turns.`,
    measures: [...rivalries(results, 'sign-ins a second', becauseOf), ...besideTheHash(results)],
    details: tableOf(results),
  };
}
