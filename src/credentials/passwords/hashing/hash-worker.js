// Runs in a worker thread, so that neither the event loop nor libuv's pool (which serves SQLite) waits for a hash.
// Plain JavaScript, because a worker loads this file as it stands, from dist and in tests alike.
import { hashSync } from '@node-rs/argon2';
import { verifyHash } from './formats/index.js';

/**
 * @typedef {{ kind: 'hash', password: string, parameters: object }} HashTask
 * @typedef {object} VerifyTask
 * @property {'verify'} kind
 * @property {string} hash
 * @property {readonly string[]} spellings of one password, the first of which is hashed anew
 * @property {boolean} isCurrent whether the hash is what would be made today
 * @property {object} parameters today's
 */

/**
 * Tells also for how many seconds the task has waited: this clock is one for all threads.
 *
 * @param {{ task: HashTask | VerifyTask, since: bigint }} waiting
 */
export function timed({ task, since }) {
  const waited = Number(process.hrtime.bigint() - since) / 1e9;
  return { waited, answer: work(task) };
}

/** @param {HashTask | VerifyTask} task */
export default function work(task) {
  return task.kind === 'hash' ? hashSync(task.password, task.parameters) : verify(task);
}

/**
 * Each comparison with a hash that is not of today's parameters is followed by one hash that is, whether the password
 * matches or not: so an account with a cheap hash is not told from one that does not exist by less work.
 *
 * @param {VerifyTask} task
 * @returns {{ matches: boolean, renewed?: string }}
 */
function verify({ hash, spellings, isCurrent, parameters }) {
  const ours = () => hashSync(spellings[0], parameters);
  let renewed;
  for (const spelling of spellings) {
    const matches = verifyHash(hash, spelling);
    if (!isCurrent) renewed = ours();
    if (matches) return { matches, renewed: renewed ?? (spelling === spellings[0] ? undefined : ours()) };
  }
  return { matches: false, renewed };
}
