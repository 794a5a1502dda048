import { setTimeout as after } from 'node:timers/promises';
import { type Action, type Grant, Model, type Outcome } from './session-model.js';
import { actionsOf, type Move, told } from './session-moves.js';
import { recordOf, type Result, type SessionRequests } from './session-requests.js';

/** One sequence, played to the server and to the model. */
export class SessionRun {
  private model = Model.of('Ada', 'Grace');
  private texts = new Map<string, string>();
  private readonly story: string[] = [];

  constructor(
    private readonly requests: SessionRequests,
    /** Gathers what was met on the way. */
    private readonly met: Set<string>,
  ) {}

  /** Seconds that passed in it. */
  get duration(): number {
    return this.model.now;
  }

  /** @throws Error that tells the story up to where server and model disagree */
  async play(moves: readonly Move[]): Promise<void> {
    for (const move of moves)
      await this.take(actionsOf(move, this.model), move.do === 'atOnce' ? move.laterBy : 0);
    await this.judgeAccessTokens();
    for (const { name: session, links } of this.model.sessions)
      await this.take([{ do: 'refresh', session, link: links.length - 1, by: 'owner' }]);
    await this.judgeRecord();
  }

  /** @param laterBy milliseconds by which each request starts after the one before it */
  private async take(actions: readonly Action[], laterBy = 0): Promise<void> {
    if (actions.length === 0) return;
    for (const action of actions) if (action.do === 'signIn') await this.requests.register(action.account);
    this.story.push(this.toldAll(actions, laterBy));
    const results = await this.performAll(actions, laterBy);
    const recorded = actions.length > 1 ? await this.requests.record() : undefined;
    const complaints: string[] = [];
    for (const { after: model, outcomes } of possibilities(this.model, actions)) {
      const texts = new Map(this.texts);
      const faults = outcomes.flatMap((outcome, index) =>
        this.faultsOf(outcome, results[index] as Result, texts),
      );
      if (recorded) faults.push(...differs('on record', recordOf(model.sessions), recorded));
      if (faults.length === 0) {
        this.meet(actions, outcomes);
        this.model = model;
        this.texts = texts;
        return;
      }
      complaints.push(faults.join('; '));
    }
    this.disagree([...new Set(complaints)].join('\n        or '));
  }

  private performAll(actions: readonly Action[], laterBy = 0): Promise<Result[]> {
    const perform = async (action: Action, index: number) => {
      if (laterBy > 0) await after(index * laterBy);
      return this.requests.perform(action, this.model, this.texts);
    };
    return Promise.all(actions.map(perform));
  }

  private toldAll(actions: readonly Action[], laterBy: number): string {
    const [first, ...others] = new Set(actions.map((action) => told(action, this.model)));
    if (others.length > 0)
      return `at once: ${first} | ${laterBy > 0 ? `${laterBy} ms later: ` : ''}${others.join(' | ')}`;
    return actions.length > 1 ? `${actions.length} at once: ${first}` : String(first);
  }

  private meet(actions: readonly Action[], outcomes: readonly Outcome[]): void {
    outcomes.forEach(({ status, because }, index) => {
      const beside = actions.length === 1 ? '' : 'at once: ';
      this.met.add(`${beside}${actions[index]?.do} ${because ?? status}`);
    });
  }

  private disagree(complaint: string): never {
    const steps = this.story.map((step, index) => `${String(index + 1).padStart(4)}. ${step}`);
    throw new Error(`${steps.join('\n')}\n      ✗ ${complaint}`);
  }

  /** Every access token there ever was is alive or dead as it should be. */
  private async judgeAccessTokens(): Promise<void> {
    const visits = this.model.accessTokens.map((_, token): Action => ({ do: 'visit', token }));
    const results = await this.performAll(visits);
    const faults = results.flatMap((result, token) => {
      const outcome = this.model.judge(token);
      this.met.add(`access token ${outcome.because}`);
      const name = `access token ${token} of ${this.model.sessionOf(token).name}`;
      return this.faultsOf(outcome, result, new Map()).map((fault) => `in the end, ${name}: ${fault}`);
    });
    if (faults.length > 0) this.disagree(faults.join('; '));
  }

  /** RFC 9700 §4.14.2: the operator is told of every reuse, once, and of nothing else. */
  private async judgeRecord(): Promise<void> {
    const recorded = await this.requests.record();
    const [fault] = differs('on record', recordOf(this.model.sessions), recorded);
    if (fault) this.disagree(`in the end, ${fault}`);
  }

  /** What is wrong with an answer, in words. Names the tokens it holds. */
  private faultsOf(outcome: Outcome, result: Result, texts: Map<string, string>): string[] {
    const { status, codes, grant, ended, listed } = outcome;
    const code = result.body?.code;
    const told = code === undefined ? '' : ` ${code}`;
    if (result.status !== status)
      return [
        `expected ${[status, codes?.join(' or ')].filter(Boolean).join(' ')}, got ${result.status}${told}`,
      ];
    return [
      ...(codes && !codes.includes(code) ? [`expected ${codes.join(' or ')}, got${told}`] : []),
      ...(ended === undefined ? [] : differs('ended', ended, result.body.ended)),
      ...(listed ? differs('sessions', listed.join(), this.requests.namesIn(result)?.join()) : []),
      ...(grant ? faultsOfGrant(grant, result, texts) : []),
    ];
  }
}

const differs = (what: string, expected: unknown, found: unknown): string[] =>
  expected === found
    ? []
    : [`expected ${what} ${String(expected) || 'none'}, got ${String(found) || 'none'}`];

/** The tokens of an answer must be those the model speaks of: known ones the same, new ones never seen before. */
function faultsOfGrant(grant: Grant, { body, granted }: Result, texts: Map<string, string>): string[] {
  if (!granted) return ['expected tokens, got none'];
  const { session } = grant;
  return [
    ...differs('transport', grant.transport, granted.transport),
    ...named(`access ${grant.access}`, granted.access, texts),
    ...named(`refresh ${session}.${grant.link + 1}`, granted.refresh, texts),
    ...(granted.csrf ? named(`csrf ${session}`, granted.csrf, texts) : []),
    ...differs('expires_in', grant.expiresIn, body.expires_in),
    ...(granted.maxAge === undefined ? [] : differs('Max-Age', grant.sessionSeconds, granted.maxAge)),
    ...differs('epoch', grant.epoch, granted.epoch),
  ];
}

function named(name: string, text: string, texts: Map<string, string>): string[] {
  const known = texts.get(name);
  const owner = [...texts].find(([, other]) => other === text)?.[0];
  texts.set(name, text);
  if (known === text || (known === undefined && owner === undefined)) return [];
  return [`expected ${known === undefined ? 'a new' : 'the same'} ${name}, got ${owner ?? 'a new one'}`];
}

/**
 * Every way in which requests that are under way at once may turn out: they take effect one after the other, and
 * each was authenticated before any of them or in its turn.
 */
function* possibilities(
  model: Model,
  actions: readonly Action[],
): Generator<{ after: Model; outcomes: Outcome[] }> {
  const order = actions.map((_, index) => index);
  const orders = actions.length === 2 ? [order, order.toReversed()] : [order]; // more are racers, all alike
  for (const order of orders) {
    for (const authenticatedBefore of [false, true]) {
      const after = model.copy();
      const outcomes: Outcome[] = [];
      for (const index of order) {
        outcomes[index] = after.apply(actions[index] as Action, authenticatedBefore ? model : after);
      }
      yield { after, outcomes };
    }
  }
}
