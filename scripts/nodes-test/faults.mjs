import { setTimeout as wait } from 'node:timers/promises';
import { keepsSaying, says } from './health.mjs';

/** For how long something stays broken, in milliseconds: longer than the bound on what a node may believe. */
const OUTAGE = 3000;

/** Milliseconds in which a node must have noticed that it cannot do its work. */
const NOTICE = 8000;

const all = (nodes, run) => Promise.all(nodes.map(run));

/** What happens, one after the other. Each breaks something, looks what the nodes say of themselves, and mends it. */
export function faultsOf({ nodes, redis, postgres, redisLine, postgresLine }) {
  const [first, ...others] = nodes;
  const last = nodes.at(-1);
  const ready = (state) => (node) => says(node, 'ready', redis && { check: 'redis', as: state });

  const kill = {
    name: 'a node killed with SIGKILL',
    async run() {
      await first.kill();
      await says(first, undefined);
      await all(others, (node) => keepsSaying(node, 'ready', OUTAGE / 2));
      await first.start();
    },
  };
  const stopRedis = {
    name: 'Redis killed and started again, empty',
    async run() {
      await redis.stop();
      await all(nodes, ready('degraded'));
      await all(nodes, (node) => keepsSaying(node, 'ready', OUTAGE));
      await redis.resume();
      await all(nodes, ready('ok'));
    },
  };
  const silenceRedis = {
    name: 'the network between a node and Redis silent',
    async run() {
      redisLine.silence();
      await ready('degraded')(last);
      await all(nodes, (node) => keepsSaying(node, 'ready', OUTAGE));
      redisLine.mend();
      await ready('ok')(last);
    },
  };
  const silencePostgres = {
    name: 'the network between a node and PostgreSQL silent',
    async run() {
      postgresLine.silence();
      await says(last, 'notReady', { within: NOTICE });
      await all(nodes.slice(0, -1), (node) => keepsSaying(node, 'ready', OUTAGE / 2));
      postgresLine.mend();
    },
  };
  const stopPostgres = {
    name: postgres.isOwn
      ? 'PostgreSQL stopped in the middle and started again'
      : 'all connections to PostgreSQL dropped',
    async run() {
      await postgres.stop();
      await all(nodes, (node) => says(node, 'notReady', { within: NOTICE }));
      await wait(OUTAGE / 2);
      await postgres.resume();
    },
  };
  return [kill, ...(redis ? [stopRedis, silenceRedis] : []), silencePostgres, stopPostgres];
}
