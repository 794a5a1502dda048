// Runs three nodes on a PostgreSQL and a Redis of its own, breaks one thing after the other under load, and checks
// that nothing acknowledged is lost and nothing revoked lives past its bound. `--help` tells more.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { Breach, Journal } from './crash-test/journal.mjs';
import { Client } from './nodes-test/client.mjs';
import { faultsOf } from './nodes-test/faults.mjs';
import { says } from './nodes-test/health.mjs';
import { Line } from './nodes-test/line.mjs';
import { Network } from './nodes-test/network.mjs';
import { BOUND, SallyportNode, settings } from './nodes-test/node.mjs';
import { OPTIONS } from './nodes-test/options.mjs';
import { ask, startPostgres } from './nodes-test/postgres.mjs';
import { Prober } from './nodes-test/prober.mjs';
import { RedisServer } from './nodes-test/redis.mjs';

const NODES = 3;

/** Milliseconds in which what ends on one node is dead on the others, of 99 in 100, while all is well. */
const REACH = 100;

const begun = performance.now();
const folder = mkdtempSync(join(tmpdir(), 'sallyport-nodes-'));
const journal = new Journal();
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
const told = [];
let [nodes, postgres, redis, lines] = [[], undefined, undefined, []];

try {
  console.log(
    `${OPTIONS.seconds} s, ${OPTIONS.clients} clients, ${OPTIONS.hasRedis ? 'with' : 'without'} Redis, seed ${OPTIONS.seed}`,
  );
  await build();
  await startAllAtOnce();
  const network = new Network(nodes, journal);
  const clients = Array.from(
    { length: OPTIONS.clients },
    (_, number) => new Client(`client${number}`, OPTIONS.seed + number + 1, network),
  );
  const probers = [1, 2].map((number) => new Prober(`prober${number}`, OPTIONS.seed - number, network));
  await underLoad(network, clients, probers);
  await Promise.all(clients.map((client) => client.checkAll()));
  summarize(network, probers);
} catch (error) {
  report(error);
  process.exitCode = 1;
} finally {
  await Promise.all(nodes.map((node) => node.kill()));
  for (const line of lines) line.close();
  await redis?.stop();
  await postgres?.close();
  rmSync(folder, { recursive: true, force: true });
}

/** The last node reaches the others' servers by lines that can be cut. */
async function build() {
  postgres = await startPostgres();
  redis = OPTIONS.hasRedis ? await RedisServer.start() : undefined;
  lines = [await Line.to(postgres.port), ...(redis ? [await Line.to(redis.port)] : [])];
  const urls = (databasePort, redisPort) => [
    Object.assign(new URL(postgres.url), { hostname: '127.0.0.1', port: String(databasePort) }).href,
    redisPort && `redis://127.0.0.1:${redisPort}`,
    folder,
  ];
  for (let number = 1; number <= Math.max(NODES, OPTIONS.starters); number += 1) {
    const ports = number === NODES ? lines.map(({ port }) => port) : [postgres.port, redis?.port];
    nodes.push(await SallyportNode.make(`node ${number}`, settings(...urls(...ports))));
  }
}

/** On an empty database: whoever comes first makes its tables and its key, and the others find them. */
async function startAllAtOnce() {
  const from = performance.now();
  await Promise.all(nodes.map((node) => node.start()));
  const keys = await Promise.all(nodes.map((node) => node.ask('GET', '/.well-known/jwks.json')));
  const made = new Set(keys.map(({ body }) => JSON.stringify(body)));
  if (made.size > 1 || keys[0].body.keys.length !== 1)
    throw new Breach(`${nodes.length} nodes started with these keys: ${[...made]}`);
  const [{ count, names }] = await ask(
    postgres.url,
    'SELECT count(*)::int AS count, count(DISTINCT name)::int AS names FROM migrations',
  );
  if (count !== names) throw new Breach(`${count} migrations were run, of ${names}`);
  tell(`${nodes.length} nodes started at once on an empty database, in ${seconds(performance.now() - from)}`);
  await Promise.all(nodes.slice(NODES).map((node) => node.kill()));
  nodes = nodes.slice(0, NODES);
}

async function underLoad(network, clients, probers) {
  let isOver = false;
  const acting = [
    ...clients.map((client) => client.actUntil(() => isOver)),
    ...probers.map((prober) => prober.probeUntil(() => isOver)),
  ];
  const failed = Promise.all(acting).then(() => new Promise(() => {}));
  try {
    await Promise.race([failed, breakAll(network)]); // a breach ends it early
  } finally {
    isOver = true;
    await Promise.allSettled(acting);
  }
  await Promise.all(acting);
}

async function breakAll(network) {
  const [postgresLine, redisLine] = lines;
  const faults = faultsOf({ nodes, redis, postgres, redisLine, postgresLine });
  const calm = (OPTIONS.seconds * 1000) / (faults.length + 1);
  await wait(calm);
  for (const fault of faults) {
    await broken(network, fault);
    await wait(calm);
  }
}

async function broken(network, { name, run }) {
  journal.note('', `----- ${name}`);
  network.breaks();
  const from = performance.now();
  await run();
  const mended = performance.now();
  await Promise.all(nodes.map((node) => says(node, 'ready')));
  const back = performance.now() - mended;
  // What was sent before, and waits for the database, is answered by then, too.
  await wait(BOUND);
  network.isMended();
  journal.note('', '----- all is well');
  tell(
    `${name}: broken for ${seconds(mended - from)}, every node ready ${seconds(back)} after it was mended`,
  );
}

function tell(line) {
  told.push(line);
  console.log(`  ${line}`);
}

function summarize(network, probers) {
  const { registrations, signIns, refreshes, logouts } = journal.acknowledged;
  const [calm, hurt] = ['calm', 'broken'].map((when) =>
    probers.flatMap((prober) => prober[when]).sort((a, b) => a - b),
  );
  const p99 = quantile(calm, 0.99);
  console.log(`
  acknowledged  ${registrations} registrations, ${signIns} sign-ins, ${refreshes} refreshes, ${logouts} logouts: all hold
  asked again   ${network.unanswered} times, while something was broken
  reach         p50 ${milliseconds(quantile(calm, 0.5))}, p99 ${milliseconds(p99)}, at most ${milliseconds(calm.at(-1))}, while all was well (${calm.length} measured)
                p50 ${milliseconds(quantile(hurt, 0.5))}, at most ${milliseconds(hurt.at(-1))}, while something was broken (${hurt.length} measured)
  took          ${seconds(performance.now() - begun)}`);
  if (calm.length === 0) throw new Breach('No reach was measured');
  if (p99 > REACH) judge(p99);
  console.log('\nNo breach.');
}

/** Where this process itself was kept waiting, the machine is too busy to tell how long anything takes. */
function judge(p99) {
  const late = `A logout took ${milliseconds(p99)} (p99) to reach the other nodes`;
  const own = delay.percentile(99) / 1e6;
  if (own < REACH / 2) throw new Breach(late);
  console.log(`\n${late}. Not judged: this test itself was kept waiting for ${milliseconds(own)} (p99).`);
}

function report(error) {
  const { subject } = error;
  console.error(`\n${error instanceof Breach ? `BREACH: ${error.message}` : error.stack}`);
  console.error(`\nTry again with --seed ${OPTIONS.seed}.`);
  if (subject) console.error(`\nThe journal of ${subject}:\n${journal.excerpt(subject)}`);
  console.error(`\nThe journal of all:\n${journal.excerpt(undefined, 15)}`);
  for (const node of nodes.slice(0, NODES))
    console.error(`\nThe last words of ${node.name}:\n${node.output.trim().slice(-1500)}`);
}

function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

function milliseconds(time) {
  return time === undefined ? '–' : `${time.toFixed(0)} ms`;
}

function seconds(time) {
  return `${(time / 1000).toFixed(1)} s`;
}
