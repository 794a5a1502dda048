import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * Sends so many requests a second at even intervals, whether answers come or not. The time of each is counted from when
 * it was due, so that whoever had to wait for a connection did wait (no "coordinated omission"). With autocannon's own
 * `overallRate`, all connections send at the same instant, once a second.
 *
 * @param {(status: number, milliseconds: number) => void} answered
 * @returns {Promise<{ failures: number }>} when the last answer is there
 */
export async function sendEvenly({ url, seconds, connections, rate, requests }, answered) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const start = performance.now();
  const sent = [];
  let failures = 0;
  for (let number = 0; number < rate * seconds; number += 1) {
    const due = start + (1000 * number) / rate;
    const early = due - performance.now();
    if (early > 0) await wait(early);
    sent.push(
      statusOf(agent, url, requests[number % requests.length]).then(
        (status) => answered(status, performance.now() - due),
        () => (failures += 1),
      ),
    );
  }
  await Promise.all(sent);
  agent.destroy();
  return { failures };
}

const statusOf = (agent, url, { method = 'GET', path, headers = {}, body }) =>
  new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const asking = request(new URL(path, url), { agent, method, headers: { ...headers, ...length } });
    asking.on('error', reject);
    asking.on('response', (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode));
    });
    asking.end(body);
  });
