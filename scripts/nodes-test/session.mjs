import { Breach, short } from '../crash-test/journal.mjs';
import { BOUND } from './node.mjs';

/** What tells of a token, on a route that reads nothing itself: it was believed, or it was not. */
export const GATE = '/reports';
export const BELIEVED = 403;
export const REFUSED = 401;

/** A session as its client knows it, which asks another node each time. */
export class RoamingSession {
  /** When the answer arrived that it had ended; undefined while it lives. */
  endedAt;
  #name;
  #network;
  #random;
  #accessToken;
  #refreshToken;

  constructor(name, grant, network, random) {
    this.#name = name;
    this.#network = network;
    this.#random = random;
    this.#take(grant);
  }

  toString() {
    return this.#name;
  }

  async refresh() {
    const token = this.#refreshToken;
    const grant = await this.#persist(`refresh with ${short(token)}`, [200], (node) =>
      this.#exchange(node, token),
    );
    this.#network.journal.exchanged(this, token, grant.refresh_token);
    this.#take(grant);
  }

  /** The same token at all nodes at once: whoever is answered gets the same successor. */
  async race() {
    const token = this.#refreshToken;
    const { epoch, up } = this.#network;
    const outcomes = await Promise.allSettled([...up, ...up].map((node) => this.#exchange(node, token)));
    for (const { reason, value } of outcomes) {
      if (reason) this.#network.excuse(reason, this, epoch);
      else this.#expect('race', [200], value);
      if (value) this.#network.journal.exchanged(this, token, value.body.refresh_token);
    }
    const won = outcomes.find(({ value }) => value);
    if (won) this.#take(won.value.body);
    else await this.refresh();
  }

  async signOut() {
    let times = 0;
    await this.#persist(
      'sign out',
      [204, REFUSED],
      async (node) => {
        const answer = await node.send('POST', '/logout', { token: this.#accessToken });
        if (answer.status === REFUSED && times === 0) this.#expect('sign out', [204], answer);
        return answer;
      },
      () => (times += 1),
    );
    this.endedAt = performance.now();
    this.#network.journal.acknowledged.logouts += 1;
  }

  /** Shows the access token to a node. */
  async knock(node = this.#random.pick(this.#network.up)) {
    const { epoch } = this.#network;
    const sentAt = performance.now();
    let answer;
    try {
      answer = await node?.send('GET', GATE, { token: this.#accessToken });
    } catch (error) {
      return this.#network.excuse(error, this, epoch);
    }
    if (!answer) return;
    const late = sentAt - (this.endedAt ?? Infinity);
    if (late === -Infinity) this.#expect(`knock at ${node.name}`, [BELIEVED], answer);
    else if (late > BOUND)
      this.#expect(`knock at ${node.name}, ${Math.round(late)} ms after its end`, [REFUSED], answer);
    else this.#expect(`knock at ${node.name}`, [BELIEVED, REFUSED], answer);
  }

  /** When all is well: it lives on every node, or is dead on every node. */
  async check() {
    for (const node of this.#network.nodes) await this.knock(node);
    if (this.endedAt === undefined) return this.race();
    for (const node of this.#network.nodes)
      this.#expect('refresh after the end', [400], await this.#exchange(node, this.#refreshToken));
  }

  #take(grant) {
    this.#accessToken = grant.access_token;
    this.#refreshToken = grant.refresh_token;
  }

  #exchange(node, token) {
    return node.send('POST', '/refresh', { body: { refresh_token: token } });
  }

  async #persist(what, expected, attempt, failed = () => undefined) {
    const answer = await this.#network.persist(this, this.#random, (node) =>
      attempt(node).catch((error) => {
        failed();
        throw error;
      }),
    );
    this.#expect(what, expected, answer);
    return answer.body;
  }

  #expect(what, expected, { status, body = {} }) {
    const told = `${status} ${body.refresh_token ? short(body.refresh_token) : (body.code ?? '')}`;
    this.#network.journal.note(this, `${what} → ${told}`);
    if (!expected.includes(status))
      throw new Breach(`${what}: expected ${expected.join(' or ')}, got ${told}`, this);
  }
}
