import { Breach } from '../crash-test/journal.mjs';
import { Random } from '../crash-test/random.mjs';
import { PASSWORD } from './client.mjs';
import { Network } from './network.mjs';
import { BOUND } from './node.mjs';
import { BELIEVED, GATE, REFUSED } from './session.mjs';

/** Signs out on one node, and asks the others without a pause until they refuse. */
export class Prober {
  /** Milliseconds from the answer to the logout to the sending of the first request that was refused. */
  calm = [];
  broken = [];
  #email;
  #network;
  #random;

  constructor(name, seed, network) {
    this.#email = `${name}@example.com`;
    this.#network = network;
    this.#random = new Random(seed);
  }

  async probeUntil(isOver) {
    await this.#post('/register', [201, 409]);
    while (!isOver()) await this.#probe();
  }

  async #probe() {
    const { body } = await this.#post('/login', [200]);
    const token = body.access_token;
    const { epoch, up } = this.#network;
    const here = this.#random.pick(up);
    if (!here) return;
    try {
      for (const node of up) await node.send('GET', GATE, { token }); // known everywhere, and in every cache
      const { status } = await here.send('POST', '/logout', { token });
      if (status !== 204) throw new Breach(`logout at ${here.name} → ${status}`, this.#email);
      const endedAt = performance.now();
      const reaches = up.filter((node) => node !== here).map((node) => this.#reach(node, token, endedAt));
      for (const outcome of await Promise.allSettled(reaches)) {
        if (outcome.reason) this.#network.excuse(outcome.reason, this.#email, epoch);
        else this.#note(outcome.value, epoch);
      }
    } catch (error) {
      this.#network.excuse(error, this.#email, epoch);
    }
  }

  async #reach(node, token, endedAt) {
    for (;;) {
      const sentAt = performance.now();
      const { status } = await node.send('GET', GATE, { token });
      const late = sentAt - endedAt;
      if (status === REFUSED) return late;
      if (status !== BELIEVED) throw new Breach(`${GATE} at ${node.name} → ${status}`, this.#email);
      if (late > BOUND)
        throw new Breach(
          `${node.name} believed a token ${Math.round(late)} ms after its session ended`,
          this.#email,
        );
    }
  }

  #note(reach, epoch) {
    const isCalm = Network.isCalm(epoch) && epoch === this.#network.epoch;
    (isCalm ? this.calm : this.broken).push(reach);
  }

  async #post(path, expected) {
    const body = { email: this.#email, password: PASSWORD };
    const answer = await this.#network.persist(this.#email, this.#random, (node) =>
      node.send('POST', path, { body }),
    );
    if (!expected.includes(answer.status))
      throw new Breach(`${path} → ${answer.status} ${answer.body?.code}`, this.#email);
    return answer;
  }
}
