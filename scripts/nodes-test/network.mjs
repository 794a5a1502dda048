import { setTimeout as wait } from 'node:timers/promises';
import { Breach } from '../crash-test/journal.mjs';
import { Unanswered } from '../crash-test/server.mjs';

/** Milliseconds after which a client that is sent away, again and again, was sent away for good. */
const PATIENCE = 40_000;
const PAUSE = 100;

/** The nodes as their clients see them: any of them will do, and another one where that gives no answer. */
export class Network {
  unanswered = 0;
  /** Odd while something is broken: what begins and ends in the same calm must not fail. */
  #epoch = 0;

  constructor(nodes, journal) {
    this.nodes = nodes;
    this.journal = journal;
  }

  get epoch() {
    return this.#epoch;
  }

  static isCalm(epoch) {
    return epoch % 2 === 0;
  }

  breaks() {
    this.#epoch += 1;
  }

  isMended() {
    this.#epoch += 1;
  }

  get up() {
    return this.nodes.filter(({ isUp }) => isUp);
  }

  /** Asks until there is an answer. An attempt that got none may have been carried out: `attempt` has to reckon with that. */
  async persist(subject, random, attempt) {
    for (const limit = performance.now() + PATIENCE; ; await wait(PAUSE)) {
      const { epoch } = this;
      const node = random.pick(this.up);
      try {
        if (node) return await attempt(node);
      } catch (error) {
        this.excuse(error, subject, epoch);
      }
      if (performance.now() > limit) throw new Breach('no node answers any more', subject);
    }
  }

  /** Lets pass that a request got no answer, if something was broken at the time. */
  excuse(error, subject, epoch) {
    if (!(error instanceof Unanswered)) throw error;
    this.journal.note(subject, error.message);
    if (Network.isCalm(epoch) && epoch === this.epoch)
      throw new Breach(`${error.message}, and nothing was broken: ${error.cause?.message ?? ''}`, subject);
    this.unanswered += 1;
  }
}
