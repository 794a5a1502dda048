/** A number with as many digits as tell something, and its unit. */
export function shown(value, unit) {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toFixed(digits) + (unit ? ` ${unit}` : '');
}

export const resultOf = ({ median, min, max, unit, text }) =>
  text ?? `${shown(median, unit)} (${shown(min)} to ${shown(max)})`;

export function budgetOf({ atLeast, atMost, budget, unit }) {
  if (budget !== undefined) return budget;
  if (atLeast !== undefined) return `≥ ${shown(atLeast, unit)}`;
  return atMost === undefined ? '' : `≤ ${shown(atMost, unit)}`;
}

/** Undefined where nothing was promised. */
export function isMet({ median, max, atLeast, atMost, worst, met }) {
  if (met !== undefined) return met;
  if (atLeast !== undefined) return median >= atLeast;
  return atMost === undefined ? undefined : (worst ? max : median) <= atMost;
}

export function verdictOf(measure) {
  const met = isMet(measure);
  if (met === undefined) return '';
  return met ? 'met' : `**not met**${measure.because ? `: ${measure.because}` : ''}`;
}

export const lineOf = (measure) =>
  [`${measure.what}: ${resultOf(measure)}`, budgetOf(measure), verdictOf(measure).replaceAll('**', '')]
    .filter(Boolean)
    .join('; ');

/** For SVG. */
export const escape = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
