import { Breach } from '../crash-test/journal.mjs';
import { Random } from '../crash-test/random.mjs';
import { RoamingSession } from './session.mjs';

export const PASSWORD = 'correct horse battery staple';

/** How likely each act is, beside the others. */
const ACTS = { register: 1, signIn: 2, refresh: 30, race: 8, signOut: 4, knock: 55 };
const FEWEST_SESSIONS = 3;
const MOST_SESSIONS = 8;

/** Somebody who uses all nodes as fast as they answer, and remembers all that was told. */
export class Client {
  #accounts = [];
  #sessions = [];
  #name;
  #network;
  #random;

  constructor(name, seed, network) {
    this.#name = name;
    this.#network = network;
    this.#random = new Random(seed);
  }

  async actUntil(isOver) {
    while (!isOver()) await this.#act();
  }

  /** Everything that there ever was. */
  async checkAll() {
    for (const session of this.#sessions) await session.check();
    for (const email of this.#accounts) await this.#signIn(email);
  }

  async #act() {
    const live = this.#sessions.filter(({ endedAt }) => endedAt === undefined);
    if (this.#accounts.length === 0) return this.#register();
    if (live.length < FEWEST_SESSIONS) return this.#signIn(this.#random.pick(this.#accounts));
    const session = this.#random.pick(live);
    if (live.length > MOST_SESSIONS) return session.signOut();
    const act = this.#random.weighted(ACTS);
    if (act === 'register') return this.#register();
    if (act === 'signIn') return this.#signIn(this.#random.pick(this.#accounts));
    if (act === 'knock') return this.#random.pick(this.#sessions.slice(-20)).knock();
    return session[act]();
  }

  async #register() {
    const email = `${this.#name}.${this.#accounts.length + 1}@example.com`;
    await this.#network.persist(email, this.#random, async (node) => {
      const { status, body } = await node.send('POST', '/register', { body: { email, password: PASSWORD } });
      // Made by the attempt before, which got no answer: whoever knows the password finds it whole.
      if (status === 409 && (await this.#knows(node, email))) return;
      if (status !== 201) throw new Breach(`register → ${status} ${body?.code}`, email);
    });
    this.#accounts.push(email);
    this.#network.journal.acknowledged.registrations += 1;
  }

  async #knows(node, email) {
    return (await node.send('POST', '/login', { body: { email, password: PASSWORD } })).status === 200;
  }

  async #signIn(email) {
    const token_format = this.#random.pick(['jwt', 'opaque']);
    const { status, body } = await this.#network.persist(email, this.#random, (node) =>
      node.send('POST', '/login', { body: { email, password: PASSWORD, token_format } }),
    );
    if (status !== 200) throw new Breach(`sign in → ${status} ${body?.code}`, email);
    const name = `${email}#${this.#sessions.length + 1} (${token_format})`;
    this.#sessions.push(new RoamingSession(name, body, this.#network, this.#random));
    this.#network.journal.acknowledged.signIns += 1;
  }
}
