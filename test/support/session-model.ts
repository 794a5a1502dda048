/**
 * What Sallyport promises of sessions, as a state machine that is small enough to be checked by eye. It is written
 * from docs/guides/sessions.md, not from `src`, and knows nothing of it. Times are in seconds.
 */

/** The server under test runs with these. */
export const RULES = {
  replayWindow: 10,
  idle: 5 * 86_400,
  absolute: 6 * 86_400,
  accessToken: 600,
  /** How long a JWT is good past its `exp`; an opaque token is not. */
  leeway: 30,
  /** How long an opaque token is known after its `exp`; a JWT tells by itself. */
  remembered: 86_400,
  sessionsPerUser: 3,
};

export type Transport = 'bearer' | 'cookie';
export type Format = 'jwt' | 'opaque';
/** Who brings a refresh token: its owner as it should be, or somebody who may not. */
export type Presenter = 'owner' | 'other transport' | 'other client' | 'other CSRF token';

export type Action =
  | { do: 'signIn'; account: string; as: string; transport: Transport; format: Format; password: number }
  | { do: 'refresh'; session: string; link: number; by: Presenter }
  | { do: 'visit' | 'list' | 'logout' | 'endOthers'; token: number }
  | { do: 'endSession'; token: number; target: string }
  | { do: 'changePassword'; token: number; password: number; as: string }
  | { do: 'disable' | 'enable' | 'changeRole'; account: string }
  | { do: 'wait'; seconds: number };

export interface Account {
  readonly name: string;
  enabled: boolean;
  epoch: number;
  /** Each change of password counts one up. */
  password: number;
}

export interface Session {
  readonly name: string;
  readonly account: string;
  readonly transport: Transport;
  readonly format: Format;
  readonly expiresAt: number;
  idleUntil: number;
  lastUsedAt: number;
  ended: boolean;
  /** Its chain of refresh tokens: when each was used. The last one is current. */
  readonly links: (number | undefined)[];
  /** How often the operator is told that a refresh token was used again. */
  alarms: number;
}

interface AccessToken {
  readonly session: string;
  readonly epoch: number;
  readonly expiresAt: number;
}

/** Tokens that an answer must hold, by name: whether they are new or known follows from that. */
export interface Grant {
  readonly session: string;
  readonly transport: Transport;
  readonly access: number;
  readonly link: number;
  readonly epoch: number;
  readonly expiresIn: number;
  readonly sessionSeconds: number;
}

export interface Outcome {
  /** 0 for what is not a request. */
  readonly status: number;
  /** Any of these. */
  readonly codes?: readonly string[];
  /** Why; nobody is told, but every reason is to be met. */
  readonly because?: string;
  readonly grant?: Grant;
  readonly ended?: number;
  readonly listed?: readonly string[];
}

const refused = (status: number, ...codes: string[]): Outcome => ({ status, codes });
const NOT_A_REQUEST: Outcome = { status: 0 };

export class Model {
  now = 0;
  readonly accounts: Account[] = [];
  readonly sessions: Session[] = [];
  readonly accessTokens: AccessToken[] = [];

  static of(...names: string[]): Model {
    const model = new Model();
    for (const name of names) model.accounts.push({ name, enabled: true, epoch: 0, password: 0 });
    return model;
  }

  copy(): Model {
    return Object.assign(new Model(), structuredClone({ ...this }));
  }

  /**
   * Takes the step, and says what has to come back.
   *
   * @param cameIn the state in which the request was authenticated, where others were under way beside it
   */
  apply(action: Action, cameIn: Model = this): Outcome {
    if ('token' in action) {
      const judged = cameIn.judge(action.token);
      const isLateLogout = action.do === 'logout' && judged.codes?.join() === 'token.expired';
      return judged.status === 200 || isLateLogout ? this.applyOf(action) : judged;
    }
    switch (action.do) {
      case 'signIn':
        return this.signIn(action);
      case 'refresh':
        return this.refresh(action);
      case 'disable':
        this.account(action.account).enabled = false;
        this.endAll(action.account);
        return NOT_A_REQUEST;
      case 'enable':
        this.account(action.account).enabled = true;
        return NOT_A_REQUEST;
      case 'changeRole': // sessions live on, and every access token is to be refreshed
        this.account(action.account).epoch += 1;
        return NOT_A_REQUEST;
      case 'wait':
        this.now += action.seconds;
        return NOT_A_REQUEST;
    }
  }

  /** What a request with this access token gets: 200, or a refusal. */
  judge(token: number): Outcome {
    const { epoch, expiresAt } = this.accessTokens[token] as AccessToken;
    const session = this.sessionOf(token);
    const leeway = session.format === 'jwt' ? RULES.leeway : 0;
    if (session.format === 'opaque' && expiresAt + RULES.remembered <= this.now)
      return { ...refused(401, 'token.invalid'), because: 'forgotten' };
    const hasOldEpoch = epoch < this.account(session.account).epoch;
    const codes = [
      ...(session.ended || hasOldEpoch ? ['token.revoked'] : []),
      ...(expiresAt + leeway <= this.now ? ['token.expired'] : []),
    ];
    if (codes.length === 0) return { status: 200, because: expiresAt <= this.now ? 'in leeway' : 'good' };
    const isByEpochAlone = hasOldEpoch && !session.ended && codes.length === 1;
    return { ...refused(401, ...codes), because: isByEpochAlone ? 'old epoch' : codes.join(' and ') };
  }

  account(name: string): Account {
    return this.accounts.find((account) => account.name === name) as Account;
  }

  session(name: string): Session {
    return this.sessions.find((session) => session.name === name) as Session;
  }

  sessionOf(token: number): Session {
    return this.session((this.accessTokens[token] as AccessToken).session);
  }

  standingOf({ ended, idleUntil, expiresAt }: Session): 'ended' | 'expired' | 'idle' | 'live' {
    if (ended) return 'ended';
    if (this.now >= expiresAt) return 'expired';
    return this.now < idleUntil ? 'live' : 'idle';
  }

  isLive(session: Session): boolean {
    return this.standingOf(session) === 'live';
  }

  /** The most recently used first, and of two at once the younger. */
  liveSessionsOf(account: string): Session[] {
    const live = this.sessions.filter((session) => session.account === account && this.isLive(session));
    return live.reverse().sort((a, b) => b.lastUsedAt - a.lastUsedAt);
  }

  private applyOf(action: Extract<Action, { token: number }>): Outcome {
    const own = this.sessionOf(action.token);
    switch (action.do) {
      case 'visit':
        return { status: 200 };
      case 'list':
        return { status: 200, listed: this.liveSessionsOf(own.account).map(({ name }) => name) };
      case 'logout':
        own.ended = true;
        return { status: 204 };
      case 'endOthers': {
        if (!this.isLive(own)) return { status: 200, ended: 0 };
        const others = this.liveSessionsOf(own.account).filter((session) => session !== own);
        for (const other of others) other.ended = true;
        return { status: 200, ended: others.length };
      }
      case 'endSession': {
        const target = this.session(action.target);
        if (target.account !== own.account || target.ended) return refused(404, 'session.notFound');
        target.ended = true;
        return { status: 204 };
      }
      case 'changePassword': {
        const account = this.account(own.account);
        if (action.password !== account.password || own.ended) return refused(403, 'auth.passwordWrong');
        account.password += 1;
        this.endAll(own.account);
        return { status: 200, grant: this.open({ ...own, name: action.as }) };
      }
    }
  }

  private signIn({ as: name, password, ...style }: Extract<Action, { do: 'signIn' }>): Outcome {
    const account = this.account(style.account);
    const refusal = refused(401, 'auth.invalidCredentials');
    if (!account.enabled) return { ...refusal, because: 'disabled' };
    if (password !== account.password) return { ...refusal, because: 'wrong password' };
    const surplus = this.liveSessionsOf(account.name).slice(RULES.sessionsPerUser - 1);
    for (const session of surplus) session.ended = true;
    const because = surplus.length > 0 ? 'one too many' : 'good';
    return { status: 200, grant: this.open({ name, ...style }), because };
  }

  private refresh({ session: name, link, by }: Extract<Action, { do: 'refresh' }>): Outcome {
    const session = this.session(name);
    const refusal = (because: string): Outcome => ({ ...refused(400, 'token.refreshInvalid'), because });
    const granted = (because: string): Outcome => ({
      status: 200,
      grant: this.grant(session, link + 1),
      because,
    });
    if (by !== 'owner') return refusal(by);
    if (!this.isLive(session)) return refusal(this.standingOf(session));
    const usedAt = session.links[link];
    if (usedAt === undefined) {
      session.links[link] = this.now;
      session.links.push(undefined);
      return granted('current');
    }
    const inTime = this.now - usedAt < RULES.replayWindow;
    const successorIsUnused = session.links[link + 1] === undefined;
    if (inTime && successorIsUnused) return granted('replayed');
    session.ended = true;
    session.alarms += 1;
    return refusal(inTime ? 'reused after its successor' : 'reused too late');
  }

  private open(style: Pick<Session, 'name' | 'account' | 'transport' | 'format'>): Grant {
    const { name, account, transport, format } = style;
    const expiresAt = this.now + RULES.absolute;
    const times = { expiresAt, idleUntil: expiresAt, lastUsedAt: this.now };
    const session = {
      name,
      account,
      transport,
      format,
      ...times,
      ended: false,
      links: [undefined],
      alarms: 0,
    };
    this.sessions.push(session);
    return this.grant(session, 0);
  }

  /** Whoever gets tokens has used the session. */
  private grant(session: Session, link: number): Grant {
    session.lastUsedAt = this.now;
    session.idleUntil = Math.min(this.now + RULES.idle, session.expiresAt);
    const { name, account, transport, idleUntil } = session;
    const { epoch } = this.account(account);
    const expiresAt = Math.min(this.now + RULES.accessToken, idleUntil);
    const access = this.accessTokens.push({ session: name, epoch, expiresAt }) - 1;
    const seconds = { expiresIn: expiresAt - this.now, sessionSeconds: idleUntil - this.now };
    return { session: name, transport, access, link, epoch, ...seconds };
  }

  private endAll(account: string): void {
    for (const session of this.sessions) if (session.account === account) session.ended = true;
    this.account(account).epoch += 1;
  }
}
