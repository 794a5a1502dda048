/**
 * Sign-ins, refreshes, reuses, races, logouts, disablings, changes of password and steps of the clock in any order,
 * over HTTP, against a model of what is promised (test/support/session-model.ts). A sequence on which the two
 * disagree is made as short as it can be, and told step by step, with what plays it again.
 *
 *     npx jest session-model                          # the same sequences every time
 *     RUNS=500 npx jest session-model                 # more of them
 *     RUNS=500 SEED=$RANDOM npx jest session-model    # others
 *     SEED=7 REPLAY=12:3:0 npx jest session-model     # the one that a failure named, and nothing else
 *
 * Requests that are on their way at once turn out as the machine pleases: play such a sequence again a few times.
 */
import fc from 'fast-check';
import { FrozenClock } from '../support/frozen-clock.js';
import { RULES } from '../support/session-model.js';
import { type Move, sequences } from '../support/session-moves.js';
import { SessionRequests } from '../support/session-requests.js';
import { SessionRun } from '../support/session-run.js';
import { World } from '../support/world.js';

const { SEED, RUNS, REPLAY } = process.env;
const seed = Number(SEED ?? 3);
const numRuns = Number(RUNS ?? 50);

/** Without these the sequences would prove little. */
const NEEDED = [
  ...['current', 'replayed', 'reused too late', 'reused after its successor'].map((how) => `refresh ${how}`),
  ...['ended', 'idle', 'expired'].map((standing) => `refresh ${standing}`),
  ...['transport', 'client', 'CSRF token'].map((what) => `refresh other ${what}`),
  ...['current', 'replayed', 'ended'].map((how) => `at once: refresh ${how}`),
  ...['good', 'in leeway', 'old epoch', 'token.expired', 'token.revoked', 'forgotten'].map(
    (how) => `access token ${how}`,
  ),
  ...['good', 'wrong password', 'disabled'].map((how) => `signIn ${how}`),
  ...['logout 204', 'endSession 204', 'endSession 404', 'endOthers 200', 'list 200'],
  ...['changePassword 200', 'changePassword 403', 'changeRole 0', 'disable 0', 'enable 0'],
];

describe('Sessions, whatever happens to them and in whatever order,', () => {
  const clock = new FrozenClock();
  const met = new Set<string>();
  let world: World;

  beforeAll(async () => {
    const env = {
      SESSION_IDLE: `${RULES.idle}s`,
      SESSION_ABSOLUTE: `${RULES.absolute}s`,
      SESSIONS_PER_USER: String(RULES.sessionsPerUser),
      SESSION_HISTORY: '365d', // as is the history that it is compared with
      KEY_ROTATION: '400d', // longer than any sequence
      DATABASE_SYNCHRONOUS: 'NORMAL', // nobody pulls the plug here
    };
    world = await World.open({ clock, env });
    await world.administrator(); // who stays one, whoever else becomes and ceases to be one
  });
  afterAll(() => world.close());

  const play = async (moves: Move[]) => {
    const run = new SessionRun(new SessionRequests(world, clock), met);
    await run.play(moves).finally(() => clock.set(-run.duration));
  };

  it(
    'behave as the model of them does',
    async () => {
      const settings = { seed, numRuns, ...(REPLAY && { path: REPLAY, endOnFailure: true }) };
      const outcome = await fc.check(fc.asyncProperty(sequences, play), settings);
      if (outcome.failed) throw new Error(report(outcome));
    },
    120_000 + numRuns * 1000,
  );

  // Chance decides, so this holds for the usual sequences only.
  (SEED || RUNS || REPLAY ? it.skip : it)('were seen in every state, and left it in every way', () => {
    expect(NEEDED.filter((what) => !met.has(what))).toEqual([]);
  });
});

function report({ errorInstance, counterexamplePath, numShrinks }: fc.RunDetails<[Move[]]>): string {
  const story = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  return `Server and model disagree. The shortest sequence, found in ${numShrinks} steps of shortening:
${story}
Once more: SEED=${seed} REPLAY=${counterexamplePath} npx jest session-model`;
}
