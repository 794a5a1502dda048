import { setTimeout as wait } from 'node:timers/promises';
import { Breach } from '../crash-test/journal.mjs';

const READY = '/health/ready';

/** Milliseconds after which a node that is whole again must say so by itself. */
const RECOVERY = 20_000;

/** What a node says of itself: `ready`, `notReady`, or undefined where it says nothing. */
async function stateOf(node) {
  const answer = await node.ask('GET', READY).catch(() => undefined);
  return { told: answer?.body?.status, checks: answer?.body?.checks ?? {}, status: answer?.status };
}

/** Resolves to the milliseconds it took until the node said so. */
export async function says(node, expected, { within = RECOVERY, check, as } = {}) {
  const began = performance.now();
  for (;;) {
    const { told, checks, status } = await stateOf(node);
    const fits = told === expected && (told === undefined || (status === 200) === (told === 'ready'));
    if (fits && (check === undefined || checks[check] === as)) return performance.now() - began;
    if (performance.now() - began > within)
      throw new Breach(
        `${node.name} says ${told} ${JSON.stringify(checks)}, not ${expected}${check ? ` with ${check}: ${as}` : ''}`,
        READY,
      );
    await wait(20);
  }
}

/** For so long, the node must say nothing else. */
export async function keepsSaying(node, expected, milliseconds) {
  for (const end = performance.now() + milliseconds; performance.now() < end; await wait(100)) {
    const { told, checks } = await stateOf(node);
    if (told !== expected)
      throw new Breach(
        `${node.name} says ${told} ${JSON.stringify(checks)} meanwhile, not ${expected}`,
        READY,
      );
  }
}
