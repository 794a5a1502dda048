import { setTimeout as wait } from 'node:timers/promises';

/**
 * The answer, or a failure where it takes longer. Nobody hears any more of one that is late.
 *
 * @param patience milliseconds
 * @param complaint what the failure says
 */
export async function inTime<T>(answer: Promise<T>, patience: number, complaint: string): Promise<T> {
  const answered = new AbortController();
  const tooLate = wait(patience, undefined, { ref: false, signal: answered.signal }).then(() => {
    throw new Error(complaint);
  });
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    answered.abort();
  }
}
