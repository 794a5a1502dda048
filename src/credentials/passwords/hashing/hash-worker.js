// Runs in a worker thread, so that neither the event loop nor libuv's pool (which serves SQLite) waits for a hash.
// Plain JavaScript, because a worker loads this file as it stands, from dist and in tests alike.
import { hashSync, verifySync } from '@node-rs/argon2';

/**
 * @param {{ kind: 'hash', password: string, parameters: object } | { kind: 'verify', hash: string, password: string }} task
 * @returns {string | boolean}
 */
export default function work(task) {
  if (task.kind === 'hash') return hashSync(task.password, task.parameters);
  return verifySync(task.hash, task.password);
}
