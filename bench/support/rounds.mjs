import { spread } from './statistics.mjs';

/**
 * Measures two things in turn, in the order AB BA AB …, so that a machine that grows slower or busier meanwhile
 * favours neither. One round before that warms up and counts for nothing.
 *
 * @param onRound is told of each round
 */
export async function interleaved(rounds, a, b, onRound = () => {}) {
  await a();
  await b();
  const pairs = [];
  for (let round = 1; round <= rounds; round += 1) {
    const isEven = round % 2 === 0;
    const first = await (isEven ? b : a)();
    const second = await (isEven ? a : b)();
    pairs.push(isEven ? { a: second, b: first } : { a: first, b: second });
    onRound(round, pairs.at(-1));
  }
  return pairs;
}

/** The ratio of a reading, A to B, round by round. */
export const ratios = (pairs, read) => spread(pairs.map(({ a, b }) => read(a) / read(b)));

export const readings = (pairs, side, read) => spread(pairs.map((pair) => read(pair[side])));

/**
 * The same for any number of contestants: each round begins with another one of them.
 *
 * @param asks what to measure, by name
 * @returns a list for each round: what was measured, by name
 */
export async function inTurns(rounds, asks, onRound = () => {}) {
  const names = Object.keys(asks);
  for (const name of names) await asks[name]();
  const results = [];
  for (let round = 1; round <= rounds; round += 1) {
    const start = round % names.length;
    const result = {};
    for (const name of [...names.slice(start), ...names.slice(0, start)]) result[name] = await asks[name]();
    results.push(result);
    onRound(round, result);
  }
  return results;
}
