// The bare loop that sign-ins are compared with: as many threads as asked for verify the same hash, again and again.
import { once } from 'node:events';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { hashSync, verifySync } from '@node-rs/argon2';
import { argon2id } from '../../dist/src/credentials/passwords/hashing/argon2.js';
import { answering } from '../support/program.mjs';

const PASSWORD = 'a long walk on a short pier';

if (isMainThread) {
  const threads = [];
  answering(async ({ seconds, workers }) => {
    while (threads.length < workers) threads.push(new Worker(new URL(import.meta.url)));
    const began = performance.now();
    const counts = await Promise.all(threads.slice(0, workers).map((thread) => loop(thread, seconds)));
    const count = counts.reduce((sum, one) => sum + one);
    return { count, perSecond: (1000 * count) / (performance.now() - began) };
  });
} else {
  const hash = hashSync(PASSWORD, argon2id({ memoryCost: 19_456, timeCost: 2 }));
  parentPort.on('message', (seconds) => {
    const end = performance.now() + seconds * 1000;
    let count = 0;
    for (; performance.now() < end; count += 1) verifySync(hash, PASSWORD);
    parentPort.postMessage(count);
  });
}

async function loop(thread, seconds) {
  thread.postMessage(seconds);
  const [count] = await once(thread, 'message');
  return count;
}
