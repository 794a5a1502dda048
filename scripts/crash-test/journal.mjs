/** A promise that was broken. `subject` is the account or the session that it was made about. */
export class Breach extends Error {
  constructor(message, subject) {
    super(message);
    this.subject = subject;
  }
}

/**
 * What the server acknowledged, kept by the process that survives. An answer is written down in the turn of the
 * event loop in which it was read, before the next request of its client is sent.
 */
export class Journal {
  acknowledged = { registrations: 0, signIns: 0, refreshes: 0, logouts: 0, reuses: 0 };
  /** Requests that a kill left without an answer, by route. */
  unanswered = {};
  #lines = [];
  #successors = new Map();
  #begun = Date.now();

  note(subject, text) {
    this.#lines.push({ at: Date.now() - this.#begun, subject, text });
  }

  leftUnanswered(route) {
    this.unanswered[route] = (this.unanswered[route] ?? 0) + 1;
  }

  /** A refresh token was accepted. Whenever that happens again, it has to give the same successor. */
  exchanged(subject, token, successor) {
    const known = this.#successors.get(token) ?? successor;
    if (known !== successor)
      throw new Breach(`${short(token)} gave ${short(known)}, and then ${short(successor)}`, subject);
    this.#successors.set(token, successor);
    this.acknowledged.refreshes += 1;
  }

  /** The last lines about a subject, with the kills between them; without one, about everything. */
  excerpt(subject, count = 30) {
    const first = subject ? this.#lines.findIndex((line) => line.subject === subject) : 0;
    return this.#lines
      .slice(first)
      .filter((line) => subject === undefined || line.subject === subject || line.subject === '')
      .slice(-count)
      .map(
        (line) =>
          `${(line.at / 1000).toFixed(3).padStart(8)} s  ${subject ? '' : `${line.subject}  `}${line.text}`,
      )
      .join('\n');
  }
}

/** Enough of a token to tell it from others. */
export const short = (token) => `…${token.slice(-6)}`;
