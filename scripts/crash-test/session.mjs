import { Breach, short } from './journal.mjs';
import { REPLAY_WINDOW } from './server.mjs';

/** Seconds before the end of the window from which on a replay is not tried any more. */
const MARGIN = 15;

/** A session as its client knows it: what was acknowledged, and what was asked without getting an answer. */
export class TrackedSession {
  hasEnded = false;
  /** `refresh` or `end`: asked for, and nobody knows whether it was done. */
  #doubt;
  #name;
  #journal;
  #accessTokens;
  /** The chain, the oldest first: all but the last were used. */
  #refreshTokens;
  #exchangedAt = 0;

  constructor(name, grant, journal) {
    this.#name = name;
    this.#journal = journal;
    this.#accessTokens = [grant.access_token];
    this.#refreshTokens = [grant.refresh_token];
  }

  toString() {
    return this.#name;
  }

  get hasUsedToken() {
    return this.#refreshTokens.length > 1;
  }

  get hasUsedSuccessor() {
    return this.#refreshTokens.length > 2;
  }

  /** Whether the token before the newest still gives that. */
  get canReplay() {
    return this.hasUsedToken && Date.now() < this.#exchangedAt + (REPLAY_WINDOW - MARGIN) * 1000;
  }

  async refresh(server) {
    this.#doubt = 'refresh';
    await this.#exchange(server, this.#refreshTokens.at(-1));
    this.#doubt = undefined;
  }

  /** Refreshes at once, as of three tabs: all get the same. */
  async race(server) {
    this.#doubt = 'refresh';
    const token = this.#refreshTokens.at(-1);
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => this.#exchange(server, token)));
    if (outcomes.some(({ status }) => status === 'fulfilled')) this.#doubt = undefined;
    const failures = outcomes.flatMap(({ reason }) => reason ?? []);
    const failure = failures.find((reason) => reason instanceof Breach) ?? failures[0];
    if (failure) throw failure;
  }

  async replay(server) {
    await this.#exchange(server, this.#refreshTokens.at(-2));
  }

  async signOut(server) {
    this.#doubt = 'end';
    await this.#ask(server, 'sign out', 204, 'POST', '/logout', { token: this.#accessTokens.at(-1) });
    this.#end();
    this.#journal.acknowledged.logouts += 1;
  }

  /** A thief presents a used token: one whose successor was used too, or one whose window is over (`late`). */
  async sufferReuse(server, kind) {
    this.#doubt = 'end';
    const used = this.#refreshTokens.at(kind === 'late' ? -2 : -3);
    await this.#present(server, used, `reuse of ${short(used)}`, 400);
    this.#end();
    this.#journal.acknowledged.reuses += 1;
    await this.assertEnded(server);
  }

  /** Shows an access token, as on any request. */
  async knock(server) {
    await (this.hasEnded
      ? this.#assertRevoked(server, this.#accessTokens.at(-1))
      : this.#assertKnown(server));
  }

  /** Finds out, after a restart, what became of the request that got no answer. */
  async settle(server) {
    if (this.#doubt === 'refresh') return this.refresh(server); // its successor, whether it was done or not
    if (this.#doubt === undefined) return;
    const { status } = await server.send('GET', '/me', { token: this.#accessTokens.at(-1) });
    this.#journal.note(this, `is it over? ${status}`);
    if (status === 401) this.#end();
    else this.#doubt = undefined;
  }

  /** What was given out last works. Refreshes it. */
  async assertLive(server) {
    await this.#assertKnown(server);
    if (this.canReplay) await this.replay(server);
    await this.refresh(server);
  }

  /** Nothing that was given out works. */
  async assertEnded(server) {
    for (const token of new Set([this.#accessTokens[0], this.#accessTokens.at(-1)]))
      await this.#assertRevoked(server, token);
    await this.#present(server, this.#refreshTokens.at(-1), 'refresh token of an ended session', 400);
  }

  #assertKnown(server) {
    const token = this.#accessTokens.at(-1);
    return this.#ask(server, 'access token of a live session', 200, 'GET', '/me', { token });
  }

  async #assertRevoked(server, token) {
    const what = 'access token of an ended session';
    const { code } = await this.#ask(server, what, 401, 'GET', '/me', { token });
    if (code !== 'token.revoked') throw new Breach(`${what}: expected token.revoked, got ${code}`, this);
  }

  #end() {
    this.#doubt = undefined;
    this.hasEnded = true;
  }

  async #exchange(server, token) {
    const sentAt = Date.now();
    const grant = await this.#present(server, token, `refresh with ${short(token)}`, 200);
    this.#journal.exchanged(this, token, grant.refresh_token);
    this.#accessTokens.push(grant.access_token);
    if (token !== this.#refreshTokens.at(-1)) return;
    this.#refreshTokens.push(grant.refresh_token);
    this.#exchangedAt = sentAt;
  }

  #present(server, token, what, status) {
    return this.#ask(server, what, status, 'POST', '/refresh', { body: { refresh_token: token } });
  }

  async #ask(server, what, expected, method, path, call) {
    this.#journal.note(this, `${what} …`);
    const { status, body = {} } = await server.send(method, path, call);
    const told = body.refresh_token ? short(body.refresh_token) : (body.code ?? '');
    this.#journal.note(this, `${what} → ${status} ${told}`);
    if (status !== expected) throw new Breach(`${what}: expected ${expected}, got ${status} ${told}`, this);
    return body;
  }
}
