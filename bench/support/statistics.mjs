export const sorted = (values) => Float64Array.from(values).sort();

/** Of values in order. */
export const quantile = (ordered, share) =>
  ordered[Math.min(ordered.length - 1, Math.floor(share * ordered.length))];

export const median = (values) => {
  const ordered = sorted(values);
  const middle = ordered.length >> 1;
  return ordered.length % 2 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2;
};

/** The median of several rounds, with the least and the greatest. */
export const spread = (values) => ({
  median: median(values),
  min: Math.min(...values),
  max: Math.max(...values),
});

/**
 * A confidence interval for the median, from the order of the values alone: it asks nothing of their distribution.
 *
 * @param z how many standard deviations: 3.29 leaves out one in a thousand
 */
export function medianInterval(values, z) {
  const ordered = sorted(values);
  const reach = (z * Math.sqrt(ordered.length)) / 2;
  const at = (rank) => ordered[Math.max(0, Math.min(ordered.length - 1, Math.round(rank)))];
  return [at(ordered.length / 2 - reach - 1), at(ordered.length / 2 + reach)];
}

/**
 * Mann–Whitney: how likely a value of one kind is greater than one of the other (0.5: they cannot be told apart),
 * and by how many standard deviations that is off 0.5.
 */
export function mannWhitney(ones, others) {
  const all = [...ones.map((value) => [value, 1]), ...others.map((value) => [value, 0])];
  all.sort(([a], [b]) => a - b);
  const [n, m] = [ones.length, others.length];
  const rankSum = all.reduce((sum, [, isOne], index) => sum + isOne * (index + 1), 0);
  const probability = (rankSum - (n * (n + 1)) / 2) / (n * m);
  return { probability, z: (probability - 0.5) / Math.sqrt((n + m + 1) / (12 * n * m)) };
}
