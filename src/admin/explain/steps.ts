import { SENTENCES } from './sentences.js';

export const OUTCOMES = ['passed', 'failed', 'notReached'] as const;

/** One check, and what came of it. */
export interface Step {
  readonly check: string;
  readonly outcome: (typeof OUTCOMES)[number];
  /** For the operator; no secret. */
  readonly because: string;
}

/** What is to be said of a check beside its usual sentence. */
export type Facts = Readonly<Record<string, string>>;

const NOT_REACHED = 'It had been decided before.';

/**
 * The checks with their outcomes. They are made in a known order and end with the first that fails, so the name of
 * that one tells of all others.
 *
 * @param failed the check that failed; `none` of these did, or they were `never` made
 */
export function stepsOf(
  checks: readonly string[],
  failed: { readonly at: string } | 'none' | 'never',
  facts: Facts = {},
): Step[] {
  if (failed === 'none') return checks.map((check) => passed(check, facts));
  if (failed === 'never') return checks.map(notReached);
  const place = checks.indexOf(failed.at);
  if (place < 0) throw new Error(`No check is called ${failed.at}`);
  return checks.map((check, index) => {
    if (index > place) return notReached(check);
    return index < place ? passed(check, facts) : failedAt(check, facts);
  });
}

const sentenceOf = (check: string, which: 0 | 1, facts: Facts): string =>
  facts[check] ?? SENTENCES[check]?.[which] ?? check;

const passed = (check: string, facts: Facts): Step => ({
  check,
  outcome: 'passed',
  because: sentenceOf(check, 0, facts),
});

const failedAt = (check: string, facts: Facts): Step => ({
  check,
  outcome: 'failed',
  because: sentenceOf(check, 1, facts),
});

const notReached = (check: string): Step => ({ check, outcome: 'notReached', because: NOT_REACHED });

/** The same checks, none of which is made any more. */
export const unreached = (steps: readonly Step[]): Step[] => steps.map(({ check }) => notReached(check));
