import { Breach } from './journal.mjs';
import { TrackedSession } from './session.mjs';

const PASSWORD = 'correct horse battery staple';

/** An account as its owner knows it. */
export class Account {
  /** False while nobody knows whether the registration was carried out. */
  isAcknowledged = false;
  #journal;
  #email;
  #sessions = 0;

  constructor(email, journal) {
    this.#email = email;
    this.#journal = journal;
  }

  toString() {
    return this.#email;
  }

  async register(server) {
    await this.#ask(server, '/register', [201]);
    this.isAcknowledged = true;
    this.#journal.acknowledged.registrations += 1;
  }

  async signIn(server, format = 'jwt') {
    const { body } = await this.#ask(server, '/login', [200], { token_format: format });
    this.#journal.acknowledged.signIns += 1;
    return new TrackedSession(`${this.#email}#${++this.#sessions} (${format})`, body, this.#journal);
  }

  /** Finds out, after a restart, what became of a registration without an answer: it is whole, or it never was. */
  async settle(server) {
    const { status } = await this.#ask(server, '/login', [200, 401]);
    if (status === 401) await this.register(server);
    this.isAcknowledged = true;
  }

  async #ask(server, path, expected, more = {}) {
    this.#journal.note(this, `POST ${path} …`);
    const body = { email: this.#email, password: PASSWORD, ...more };
    const answer = await server.send('POST', path, { body });
    const told = `POST ${path} → ${answer.status} ${answer.body?.code ?? ''}`;
    this.#journal.note(this, told);
    if (!expected.includes(answer.status)) throw new Breach(`${told}, not ${expected.join(' or ')}`, this);
    return answer;
  }
}
