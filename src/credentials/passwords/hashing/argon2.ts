/** `Algorithm.Argon2id` of @node-rs/argon2, a const enum that isolated modules cannot read. */
const ARGON2ID = 2;

export interface Argon2Parameters {
  /** KiB */
  readonly memoryCost: number;
  readonly timeCost: number;
}

export const argon2id = (parameters: Argon2Parameters) => ({
  algorithm: ARGON2ID,
  parallelism: 1,
  ...parameters,
});

/** Whether a PHC string was made with less work than is asked for today. */
export function isWeaker(hash: string, wanted: Argon2Parameters): boolean {
  const made = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=\d+\$/.exec(hash);
  return !made || Number(made[1]) < wanted.memoryCost || Number(made[2]) < wanted.timeCost;
}
