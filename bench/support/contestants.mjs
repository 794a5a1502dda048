import { CORES } from './cores.mjs';
import { emailOf, forEach, PASSWORD } from './people.mjs';
import { preparePeers, startPeer } from './peers.mjs';
import { newFolder, program, SERVER, startServer } from './server.mjs';

/** What each calls the same thing. */
const SPEECH = {
  sallyport: { signUp: '/register', signIn: '/login', me: '/bench/guarded' },
  tutorial: { signUp: '/register', signIn: '/login', me: '/me' },
  betterAuth: { signUp: '/api/auth/sign-up/email', signIn: '/api/auth/sign-in/email', me: '/me' },
  bare: { me: '/me' },
};

/**
 * Everything that takes part, each with a database of its own.
 *
 * @param names of peers; `tutorial own` is one with the hash that it comes with, in place of Sallyport’s
 * @param ourProgram a program of bench/programs to run in place of the server
 */
export async function startContestants(names, tell, ourProgram) {
  preparePeers(tell);
  const contestants = {};
  for (const name of names) {
    const [peer, hash] = name.split(' ');
    const server = peer === 'sallyport' ? await startOurs(ourProgram) : await startPeer(peer, hash);
    contestants[name] = { server, speech: SPEECH[peer] };
  }
  return contestants;
}

const startOurs = (name) =>
  startServer(newFolder(), {
    file: name ? program(name) : SERVER,
    env: { HASH_WORKERS: String(CORES.serverCount) },
  });

/** A body as the contestant takes it: Sallyport refuses a field that it does not know. */
export function bodyFor(name, email, isSignUp) {
  const body = { email, password: PASSWORD };
  return name.startsWith('betterAuth') && isSignUp ? { ...body, name: 'Ada Lovelace' } : body;
}

/** To better-auth from its own page: it takes no sign-in from nowhere. */
export const posted = (name, url, path, body) => ({
  method: 'POST',
  path,
  headers: { 'content-type': 'application/json', ...(name.startsWith('betterAuth') && { origin: url }) },
  body: JSON.stringify(body),
});

export async function send(url, { path, ...request }) {
  const response = await fetch(url + path, request);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response;
}

export const signedUp = (name, url, count) => {
  const { signUp } = SPEECH[name.split(' ')[0]];
  return forEach(count, (number) =>
    send(url, posted(name, url, signUp, bodyFor(name, emailOf(number), true))),
  );
};

/** The answers to a sign-in of each of some people. */
export async function signedIn(name, url, count) {
  const { signIn } = SPEECH[name.split(' ')[0]];
  return forEach(count, (number) => send(url, posted(name, url, signIn, bodyFor(name, emailOf(number)))));
}

export async function joined(name, url, count) {
  await signedUp(name, url, count);
  return signedIn(name, url, count);
}

/** All that an answer set, as a browser would send it. */
export const cookieOf = (answer) =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');
