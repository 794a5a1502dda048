// Sends requests with autocannon, or at even intervals, and tells of the answers. A job:
//   url, seconds, connections
//   rate         requests a second, at even intervals; without it, as fast as answers come
//   requests     what each connection sends in turn, each beginning at another place
//   chain        { path, tokens }: each connection exchanges a refresh token of its own, again and again
//   chains       the same, but each connection has many tokens and takes the next one each time
//   numbered     a request whose body holds {n}, which is another number each time
import autocannon from 'autocannon';
import { sendEvenly } from '../support/even-load.mjs';
import { answering } from '../support/program.mjs';
import { quantile, sorted } from '../support/statistics.mjs';

answering(async (job) => {
  const times = new Map();
  const note = (status, time) => {
    if (!times.has(status)) times.set(status, []);
    times.get(status).push(time);
  };
  const { duration, failures } = job.rate ? await atRate(job, note) : await asFastAsCan(job, note);
  const byStatus = Object.fromEntries([...times].map(([status, list]) => [status, summary(list, duration)]));
  return { seconds: duration, failures, byStatus };
});

const atRate = async (job, note) => ({ ...(await sendEvenly(job, note)), duration: job.seconds });

async function asFastAsCan({ url, seconds, connections, requests, chain, chains, numbered }, note) {
  let number = 0;
  const run = autocannon({
    url,
    connections,
    duration: seconds,
    timeout: 30,
    setupClient: (client) => {
      client.setRequests(requestsOf({ url, requests, chain, chains, numbered }, number, connections));
      number += 1;
    },
  });
  run.on('response', (_, status, __, time) => note(status, time));
  const { duration, errors, timeouts } = await run;
  return { duration, failures: errors + timeouts };
}

/** Times in milliseconds. */
function summary(times, seconds) {
  const ordered = sorted(times);
  const [p50, p99, max] = [quantile(ordered, 0.5), quantile(ordered, 0.99), ordered.at(-1)];
  return { count: ordered.length, perSecond: ordered.length / seconds, p50, p99, max };
}

function requestsOf({ url, requests, chain, chains, numbered }, number, connections) {
  if (chain) return [rotation(url, chain.path, chain.tokens[number])];
  if (chains) return rotations(url, chains, number, connections);
  return numbered ? [counting(numbered)] : turned(requests, number, connections);
}

/** Never the same number again, from one job to the next. */
let numbers = 0;

const counting = (request) => ({
  ...request,
  setupRequest: (made) => ({ ...made, body: request.body.replaceAll('{n}', String((numbers += 1))) }),
});

function turned(requests, number, connections) {
  const start = Math.floor((number * requests.length) / connections) % requests.length;
  return [...requests.slice(start), ...requests.slice(0, start)];
}

/** The current refresh token of each chain, from one job to the next, by its server and the token it began with. */
const current = new Map();

function rotation(url, path, first) {
  const chain = `${url} ${first}`;
  return {
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json' },
    setupRequest: (request) => ({
      ...request,
      body: JSON.stringify({ refresh_token: current.get(chain) ?? first }),
    }),
    onResponse: (status, body) => {
      if (status === 200) current.set(chain, JSON.parse(body).refresh_token);
    },
  };
}

/** Of n connections, each has every n-th of the tokens. */
const rotations = (url, { path, tokens }, number, connections) =>
  tokens.filter((_, index) => index % connections === number).map((first) => rotation(url, path, first));
