import { Account } from './account.mjs';
import { Breach } from './journal.mjs';
import { Random } from './random.mjs';
import { Unanswered } from './server.mjs';

/** How likely each act is, beside the others. */
const ACTS = {
  register: 6,
  signIn: 4,
  refresh: 50,
  race: 6,
  replay: 8,
  signOut: 12,
  sufferReuse: 3,
  knock: 10,
};
const FEWEST_SESSIONS = 2;
const MOST_SESSIONS = 5;
/** How many sessions that ended earlier are looked at again after each restart. */
const SAMPLE = 1;

/** Somebody who uses the server as fast as it answers, and remembers all that it was told. */
export class Client {
  #accounts = [];
  #sessions = [];
  /** Sessions that were found ended, and accounts that were found, after a restart. */
  #found = new Set();
  #name;
  #journal;
  #random;

  constructor(name, seed, journal) {
    this.#name = name;
    this.#journal = journal;
    this.#random = new Random(seed);
  }

  /** Acts until the server is killed. */
  async actOn(server) {
    while (!server.isKilled) {
      try {
        await this.#act(server);
      } catch (error) {
        if (!(error instanceof Unanswered)) throw error;
        if (!server.isKilled) throw new Breach(`${error.message}, and nobody had killed the server`);
        this.#journal.leftUnanswered(error.request);
      }
    }
  }

  /** After a restart: all that lives, all that the last kill may have touched, and a sample of what is older. */
  async check(server) {
    for (const session of this.#sessions) await session.settle(server);
    for (const session of this.#live) await session.assertLive(server);
    const isNew = (subject) => !this.#found.has(subject);
    const old = this.#ended.filter((session) => !isNew(session));
    for (const session of [...this.#ended.filter(isNew), ...this.#random.some(old, SAMPLE)])
      await this.#findEnded(session, server);
    for (const account of this.#accounts.filter(isNew)) await this.#findAccount(account, server);
    const victim = this.#random.pick(this.#live.filter(({ hasUsedSuccessor }) => hasUsedSuccessor));
    if (victim && this.#random.next() < 0.5) await victim.sufferReuse(server);
  }

  /** At the end: everything that there ever was. */
  async checkAll(server) {
    for (const account of this.#accounts) await account.signIn(server);
    for (const session of this.#ended) await session.assertEnded(server);
    for (const session of this.#live) await session.assertLive(server);
  }

  /** On a server whose replay window has passed: a used token is reuse although its successor was not used. */
  async checkLateReuse(server) {
    for (const session of this.#live) if (session.hasUsedToken) await session.sufferReuse(server, 'late');
  }

  get #live() {
    return this.#sessions.filter(({ hasEnded }) => !hasEnded);
  }

  get #ended() {
    return this.#sessions.filter(({ hasEnded }) => hasEnded);
  }

  async #act(server) {
    const live = this.#live;
    if (this.#accounts.length === 0) return this.#register(server);
    if (live.length < FEWEST_SESSIONS) return this.#signIn(server);
    const session = this.#random.pick(live);
    if (live.length > MOST_SESSIONS) return session.signOut(server);
    const act = this.#random.weighted(ACTS);
    if (act === 'register') return this.#register(server);
    if (act === 'signIn') return this.#signIn(server);
    if (act === 'knock') return this.#random.pick(this.#sessions).knock(server);
    if (act === 'replay' && !session.canReplay) return session.refresh(server);
    if (act === 'sufferReuse' && !session.hasUsedSuccessor) return session.refresh(server);
    return session[act](server);
  }

  async #register(server) {
    const account = new Account(`${this.#name}.${this.#accounts.length + 1}@example.com`, this.#journal);
    this.#accounts.push(account);
    await account.register(server);
  }

  async #signIn(server) {
    const account = this.#random.pick(this.#accounts.filter(({ isAcknowledged }) => isAcknowledged));
    this.#sessions.push(await account.signIn(server, this.#random.pick(['jwt', 'opaque'])));
  }

  async #findEnded(session, server) {
    await session.assertEnded(server);
    this.#found.add(session);
  }

  async #findAccount(account, server) {
    if (!account.isAcknowledged) await account.settle(server);
    this.#sessions.push(await account.signIn(server));
    this.#found.add(account);
  }
}
