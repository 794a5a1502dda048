export type State = 'ok' | 'warn' | 'fail';

/** What a check of the doctor found. */
export interface Finding {
  /** Never changes, so that scripts can tell checks apart. */
  readonly id: string;
  readonly state: State;
  /** What is so. */
  readonly says: string;
  /** The sentence that mends it. */
  readonly fix?: string;
}

export const ok = (id: string, says: string): Finding => ({ id, state: 'ok', says });
export const warn = (id: string, says: string, fix: string): Finding => ({ id, state: 'warn', says, fix });
export const fail = (id: string, says: string, fix: string): Finding => ({ id, state: 'fail', says, fix });

/** 0, 1 or 2: what the doctor ends with. */
export const severityOf = (findings: readonly Finding[]): number =>
  Math.max(0, ...findings.map(({ state }) => ['ok', 'warn', 'fail'].indexOf(state)));
