import { mannWhitney, median, medianInterval } from './statistics.mjs';

/** 99.9 %: of a handful of comparisons of what is alike, hardly ever one is found to differ. */
const Z = 3.29;
/** 95 %, on one side. */
const SURE = 1.645;

/** Whether two series of answers, taken in the same rounds, can be told apart by their time. */
export function compare(ones, others) {
  const statuses = [...new Set([...ones.statuses, ...others.statuses])];
  if (statuses.length > 1) return { statuses }; // no stopwatch is needed
  const differences = ones.times.map((time, round) => time - others.times[round]);
  const [low, high] = medianInterval(differences, Z);
  const { probability, z } = mannWhitney(ones.times, others.times);
  const isTold = low > 0 || high < 0 || Math.abs(z) > Z;
  return {
    median: median(differences),
    low,
    high,
    probability,
    isTold,
    attempts: attemptsToTell(probability),
  };
}

/** How many attempts an attacker averages to be right nineteen times in twenty, were both normally distributed. */
function attemptsToTell(probability) {
  const distance = Math.SQRT2 * normalQuantile(Math.max(probability, 1 - probability));
  return Math.max(1, Math.ceil(((2 * SURE) / distance) ** 2));
}

function normalQuantile(probability) {
  let [low, high] = [0, 8];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (normalShare(middle) < probability) low = middle;
    else high = middle;
  }
  return low;
}

/** Of a normal distribution up to x ≥ 0 (Abramowitz and Stegun 26.2.17). */
function normalShare(x) {
  const t = 1 / (1 + 0.2316419 * x);
  const tail =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 1 - (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * tail;
}
