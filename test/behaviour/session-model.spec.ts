/**
 * Sign-ins, refreshes, reuses, races, logouts, disablings, changes of password and steps of the clock in any order,
 * over HTTP, against a model of what is promised (test/support/session-model.ts). A sequence on which they disagree
 * is made as short as it can be and told step by step, with the seed.
 *
 *     npx jest session-model                            # the same sequences every time
 *     RUNS=500 npx jest session-model                   # more of them
 *     RUNS=500 SEED=$RANDOM npx jest session-model      # others
 *     SEED=7 REPLAY=12:3:0 npx jest session-model       # only the one that a failure named
 */
import fc from 'fast-check';
import { FrozenClock } from '../support/frozen-clock.js';
import { RULES } from '../support/session-model.js';
import { type Move, sequences } from '../support/session-moves.js';
import { SessionRequests } from '../support/session-requests.js';
import { SessionRun } from '../support/session-run.js';
import { World } from '../support/world.js';

const seed = Number(process.env.SEED ?? 1);
const numRuns = Number(process.env.RUNS ?? 60);
const path = process.env.REPLAY ?? '';

describe('Sessions, whatever happens in whatever order,', () => {
  let world: World;
  const clock = new FrozenClock();
  const met = new Set<string>();

  beforeAll(async () => {
    const env = {
      SESSION_IDLE: `${RULES.idle}s`,
      SESSION_ABSOLUTE: `${RULES.absolute}s`,
      KEY_ROTATION: '400d',
      DATABASE_SYNCHRONOUS: 'NORMAL',
      SESSIONS_PER_USER: String(RULES.sessionsPerUser),
    };
    world = await World.open({ clock, env });
  });
  afterAll(() => world.close());

  const play = async (moves: Move[]) => {
    const run = new SessionRun(new SessionRequests(world, clock), met);
    await run.play(moves).finally(() => clock.set(-run.duration)); // or signing keys would be rotated in the end
  };

  it(
    'behave as the model of them does',
    async () => {
      const property = fc.asyncProperty(sequences, play);
      const outcome = await fc.check(property, { seed, numRuns, path });
      if (outcome.failed) throw new Error(report(outcome));
    },
    120_000 + numRuns * 1000,
  );

  it('have been in every state and left it in every way', () => {
    console.log([...met].sort());
  });
});

function report({ errorInstance, counterexamplePath, numShrinks }: fc.RunDetails<[Move[]]>): string {
  const story = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  const again = `SEED=${seed} REPLAY=${counterexamplePath} npx jest session-model`;
  return `Server and model disagree. The shortest sequence, after ${numShrinks} steps of shortening:\n${story}\nOnce more: ${again}`;
}
