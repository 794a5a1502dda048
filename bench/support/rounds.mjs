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
