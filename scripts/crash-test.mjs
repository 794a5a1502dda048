// Kills the built server with SIGKILL, again and again, while clients use it at full speed, and checks after each
// restart that nothing it had acknowledged is lost and nothing it had ended lives. `--help` tells more.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from './crash-test/client.mjs';
import { Breach, Journal } from './crash-test/journal.mjs';
import { OPTIONS } from './crash-test/options.mjs';
import { Random } from './crash-test/random.mjs';
import { Server } from './crash-test/server.mjs';

/** Milliseconds under load before a kill. */
const LOAD = [100, 800];
/** When the kill comes then: at once, or just after an answer to that path, which had better be true. */
const MOMENTS = ['any', 'any', 'any', '/refresh', '/logout', '/register'];

const begun = Date.now();
const random = new Random(OPTIONS.seed);
const journal = new Journal();
const clients = Array.from(
  { length: OPTIONS.clients },
  (_, number) => new Client(`client${number}`, OPTIONS.seed + number + 1, journal),
);
const folder = mkdtempSync(join(tmpdir(), 'sallyport-crash-'));
const restarts = [];
let server;

try {
  console.log(`${OPTIONS.kills} kills, ${OPTIONS.clients} clients, seed ${OPTIONS.seed}`);
  server = await Server.start(folder);
  for (let kill = 1; kill <= OPTIONS.kills; kill += 1) {
    await killUnderLoad(kill);
    await restart();
    await all((client) => client.check(server));
    tell(kill);
  }
  await all((client) => client.checkAll(server));
  await checkLateReuse();
  await server.kill();
  rmSync(folder, { recursive: true });
  summarize();
} catch (error) {
  await server?.kill();
  report(error);
  process.exitCode = 1;
}

function all(run) {
  return Promise.all(clients.map(run));
}

async function killUnderLoad(kill) {
  const acting = all((client) => client.actOn(server));
  await Promise.race([acting, wait(random.between(...LOAD))]); // a breach ends it early
  const moment = random.pick(MOMENTS);
  await (moment === 'any' ? server.kill() : server.killOnAnswer(moment));
  journal.note(
    '',
    `----- kill ${kill}, ${moment === 'any' ? 'at any moment' : `after an answer to ${moment}`}`,
  );
  await acting;
}

async function restart(env) {
  const from = Date.now();
  server = await Server.start(folder, env);
  restarts.push(Date.now() - from);
  journal.note('', '----- ready again');
}

/** What was used before the restart is out of this window, whether its successor was used or not. */
async function checkLateReuse() {
  await server.kill();
  journal.note('', '----- last kill');
  await wait(1000);
  await restart({ REFRESH_REPLAY_WINDOW: '1s' });
  await all((client) => client.checkLateReuse(server));
}

function tell(kill) {
  const { registrations, refreshes, logouts } = journal.acknowledged;
  const held = `${registrations} registrations, ${refreshes} refreshes, ${logouts} logouts hold`;
  const line = `kill ${kill} of ${OPTIONS.kills}: back in ${seconds(restarts.at(-1))}; ${held}`;
  if (!process.stdout.isTTY) console.log(line);
  else process.stdout.write(`\r\x1b[K${line}${kill === OPTIONS.kills ? '\n' : ''}`);
}

function summarize() {
  const { registrations, signIns, refreshes, logouts, reuses } = journal.acknowledged;
  const times = restarts.toSorted((a, b) => a - b);
  const cutOff = Object.entries(journal.unanswered).map(([route, count]) => `${count} ${route}`);
  console.log(`
No breach in ${restarts.length} kills, ${seconds(Date.now() - begun)}.
  acknowledged  ${registrations} registrations, ${signIns} sign-ins, ${refreshes} refreshes, ${logouts} logouts, ${reuses} reuses detected
  cut off       ${cutOff.join(', ') || 'nothing'}
  restarts      ${seconds(times[0])} to ${seconds(times.at(-1))}, median ${seconds(times[times.length >> 1])}`);
}

function report(error) {
  const { subject } = error;
  console.error(`\n${error instanceof Breach ? `BREACH: ${error.message}` : error.stack}`);
  console.error(`\nTry again with --seed ${OPTIONS.seed}. The database is in ${folder}`);
  if (subject) console.error(`\nThe journal of ${subject}:\n${journal.excerpt(subject)}`);
  console.error(`\nThe journal of all:\n${journal.excerpt(undefined, 15)}`);
  console.error(`\nThe last words of the server:\n${server?.output.trim().slice(-3000)}`);
}

function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
