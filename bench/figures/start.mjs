import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { CORES } from '../support/cores.mjs';
import { Program } from '../support/program.mjs';
import { interleaved, ratios, readings } from '../support/rounds.mjs';
import { newFolder, program, startServer } from '../support/server.mjs';

export const title = 'Start and memory';

const MASTER_KEY = randomBytes(32).toString('base64');
const PRODUCTION = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://auth.example.com',
  MASTER_KEY,
  LOG_LEVEL: 'log',
};

export async function measure({ short, tell }) {
  const { rounds, idle } = short ? { rounds: 1, idle: 0 } : { rounds: 9, idle: 3000 };
  const folder = newFolder();
  const first = await started(() => startServer(folder, { env: PRODUCTION }));
  await first.server.stop();
  const sallyport = async () => {
    const { server, seconds } = await started(() => startServer(folder, { env: PRODUCTION }));
    await wait(idle);
    const memory = server.memory();
    await server.stop();
    return { seconds, memory };
  };
  const bare = async () => {
    const { server, seconds } = await started(async () => {
      const server = new Program(program('bare-fastify'), { cores: CORES.server });
      await server.says('ready');
      return server;
    });
    const memory = server.memory();
    await server.stop();
    return { seconds, memory };
  };
  const pairs = await interleaved(rounds, sallyport, bare, (round, { a, b }) =>
    tell(
      `round ${round}: ${a.seconds.toFixed(2)} s, ${a.memory?.toFixed(0)} MB; bare ${b.seconds.toFixed(2)} s, ${b.memory?.toFixed(0)} MB`,
    ),
  );
  return {
    method: `The built server with NODE_ENV=production on a database that exists, from the start of the process to the word that it is ready, on core ${CORES.server ?? 'any'}; resident memory after ${idle / 1000} s without a request. ${rounds} starts, in turn with those of a bare Fastify that listens. The first start of all, which makes the database and the keys, took ${first.seconds.toFixed(2)} s.`,
    measures: [
      {
        what: 'process start to ready',
        unit: 's',
        ...readings(pairs, 'a', ({ seconds }) => seconds),
        atMost: 1.5,
        because:
          'it is the loading of modules, which Node.js 20 compiles anew each time; no part is above an eighth',
      },
      {
        what: 'resident memory, idle',
        unit: 'MB',
        ...readings(pairs, 'a', ({ memory }) => memory),
        atMost: 160,
        because:
          'an empty Fastify takes 61 MB; the rest is the code of Nest, TypeORM, class-validator and Swagger, and the threads that hash',
      },
      { what: 'start, Sallyport / bare Fastify', ...ratios(pairs, ({ seconds }) => seconds) },
    ],
    details: [
      ['', 'start', 'memory'],
      ['Sallyport', ...cells(pairs, 'a')],
      ['bare Fastify', ...cells(pairs, 'b')],
    ],
  };
}

async function started(start) {
  const began = performance.now();
  const server = await start();
  return { server, seconds: (performance.now() - began) / 1000 };
}

const cells = (pairs, side) => [
  `${readings(pairs, side, ({ seconds }) => seconds).median.toFixed(2)} s`,
  `${readings(pairs, side, ({ memory }) => memory).median.toFixed(0)} MB`,
];
