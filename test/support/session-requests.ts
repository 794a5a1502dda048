import { DataSource, In } from 'typeorm';
import { AccountStanding } from '../../src/auth/index.js';
import { AuditEvent } from '../../src/platform/audit/index.js';
import { digestOf } from '../../src/platform/crypto/index.js';
import { Revocations, Session as StoredSession } from '../../src/sessions/index.js';
import { OpaqueToken, Sweeper } from '../../src/tokens/index.js';
import type { Answer, Call } from './client.js';
import type { FrozenClock } from './frozen-clock.js';
import { expectStatus, PASSWORD, type Person } from './person.js';
import type { Action, Model, Session, Transport } from './session-model.js';
import type { World } from './world.js';

/** By the model's name of it, the text of every token that came back: `access 3`, `refresh A.1`, `csrf A`. */
export type Texts = ReadonlyMap<string, string>;

/** An answer; its status is 0 for what is done on the server, without a request. */
export type Result = Pick<Answer, 'status'> & Partial<Answer> & { readonly granted?: Granted };

/** The tokens in an answer, however they came. */
export interface Granted {
  readonly transport: Transport;
  readonly access: string;
  readonly refresh: string;
  readonly csrf?: string;
  /** Seconds that the browser keeps the refresh token. */
  readonly maxAge?: number;
  /** The account's, as stamped on the access token. */
  readonly epoch: number;
}

type Named<D extends Action['do']> = Extract<Action, { do: D }>;
type Account = Person & { readonly id: string };

const passwordOf = (version: number): string => (version === 0 ? PASSWORD : `${PASSWORD} ${version}`);

/** Takes the model's actions to the server, for people of its own. */
export class SessionRequests {
  private static count = 0;
  private readonly device = `run${++SessionRequests.count}-`;
  private readonly people = new Map<string, Account>();
  private readonly administrators = new Set<string>();

  constructor(
    private readonly world: World,
    private readonly clock: FrozenClock,
  ) {}

  async register(account: string): Promise<void> {
    if (this.people.has(account)) return;
    const person = this.world.person();
    const answer = await person.registers();
    expectStatus(answer, 201);
    this.people.set(account, Object.assign(person, { id: answer.body.id as string }));
  }

  async perform(action: Action, model: Model, texts: Texts): Promise<Result> {
    switch (action.do) {
      case 'wait':
        this.clock.advance(action.seconds);
        await this.world.provider(Revocations).catchUp(); // as it does by itself every second
        await this.world.provider(Sweeper).sweep(); // every minute
        return { status: 0 };
      case 'disable':
      case 'enable':
      case 'changeRole':
        await this.changeStanding(action.do, this.person(action.account).id);
        return { status: 0 };
      case 'signIn':
        return this.unpacked(await this.signIn(action));
      case 'refresh':
        return this.unpacked(await this.refresh(action, model, texts));
      default:
        return this.unpacked(await this.withAccessToken(action, model, texts));
    }
  }

  /** The model's names of the sessions in an answer of `GET /sessions`. */
  namesIn(answer: Result): string[] | undefined {
    if (!Array.isArray(answer.body)) return undefined;
    return answer.body.map(({ device }: { device: string }) => device.replace(this.device, ''));
  }

  /** What is on record: the sessions by age, which were ended, and for which a reuse was told to the operator. */
  async record(): Promise<string> {
    const database = this.world.provider(DataSource);
    const userId = In([...this.people.values()].map(({ id }) => id));
    const stored = database.getRepository(StoredSession);
    const sessions = await stored.find({ where: { userId }, order: { id: 'ASC' } });
    const reuse = { userId, type: 'session.refreshReused' };
    const alarms = await database.getRepository(AuditEvent).findBy(reuse);
    return recordOf(
      sessions.map(({ id, userAgent, endedAt }) => ({
        name: userAgent?.replace(this.device, '') ?? '',
        ended: endedAt !== null,
        alarms: alarms.filter(({ sessionId }) => sessionId === id).length,
      })),
    );
  }

  private async unpacked(answer: Answer): Promise<Result> {
    const { access_token, refresh_token, csrf_token } = answer.body;
    if (access_token) {
      const tokens = {
        access: access_token,
        refresh: refresh_token,
        epoch: await this.epochOf(access_token),
      };
      return { ...answer, granted: { transport: 'bearer', ...tokens } };
    }
    if (!csrf_token) return answer;
    const cookie = (name: string) => answer.setCookies[`sallyport_${name}`] ?? '';
    const [access = '', refresh = ''] = ['access', 'refresh'].map((name) => cookie(name).split(/[=;]/)[1]);
    const maxAge = Number(/Max-Age=(\d+)/.exec(cookie('refresh'))?.[1]);
    const epoch = await this.epochOf(access);
    return { ...answer, granted: { transport: 'cookie', access, refresh, csrf: csrf_token, maxAge, epoch } };
  }

  private async epochOf(token: string): Promise<number> {
    const [, claims] = token.split('.');
    if (claims) return JSON.parse(Buffer.from(claims, 'base64url').toString()).epoch;
    const opaqueTokens = this.world.provider(DataSource).getRepository(OpaqueToken);
    return (await opaqueTokens.findOneByOrFail({ digest: digestOf(token) })).epoch;
  }

  private async changeStanding(change: 'disable' | 'enable' | 'changeRole', id: string): Promise<void> {
    const standing = this.world.provider(AccountStanding);
    if (change !== 'changeRole') return standing[change](id);
    if (this.administrators.delete(id)) await standing.takeRole(id, 'admin');
    else {
      this.administrators.add(id);
      await standing.giveRole(id, 'admin');
    }
  }

  private signIn({ account, as, transport, format, password }: Named<'signIn'>): Promise<Answer> {
    const { email } = this.person(account);
    const body = { email, password: passwordOf(password), token_format: format };
    const headers = { 'user-agent': this.device + as };
    return this.world.post(`/login?useCookies=${transport === 'cookie'}`, body, headers);
  }

  private refresh({ session, link, by }: Named<'refresh'>, model: Model, texts: Texts): Promise<Answer> {
    const refresh_token = textOf(`refresh ${session}.${link + 1}`, texts);
    const client = by === 'other client' ? { client_id: 'somebody-else' } : {};
    const isByCookie = (model.session(session).transport === 'cookie') !== (by === 'other transport');
    if (!isByCookie) return this.world.post('/refresh', { refresh_token, ...client });
    const isOwnCsrfToken = by === 'owner' || by === 'other client';
    const other = model.sessions.find(({ name, transport }) => transport === 'cookie' && name !== session);
    return this.world.post('/refresh', client, {
      cookie: `sallyport_refresh=${refresh_token}`,
      'x-csrf-token': textOf(`csrf ${isOwnCsrfToken ? session : other?.name}`, texts),
    });
  }

  private async withAccessToken(
    action: Extract<Action, { token: number }>,
    model: Model,
    texts: Texts,
  ): Promise<Answer> {
    const headers = this.proof(action.token, model, texts);
    switch (action.do) {
      case 'visit':
        return this.world.send('GET', '/me', { headers });
      case 'list':
        return this.world.send('GET', '/sessions', { headers });
      case 'logout':
        return this.world.send('POST', '/logout', { headers });
      case 'endOthers':
        return this.world.send('DELETE', '/sessions', { headers });
      case 'endSession':
        return this.world.send('DELETE', `/sessions/${await this.idOf(action.target)}`, { headers });
      case 'changePassword': {
        const currentPassword = passwordOf(action.password);
        const body = { currentPassword, newPassword: passwordOf(action.password + 1) };
        const device = { 'user-agent': this.device + action.as };
        return this.world.post('/me/password', body, { ...headers, ...device });
      }
    }
  }

  /** An access token, by the transport of its session. */
  private proof(token: number, model: Model, texts: Texts): NonNullable<Call['headers']> {
    const { name, transport } = model.sessionOf(token);
    const text = textOf(`access ${token}`, texts);
    if (transport === 'bearer') return { authorization: `Bearer ${text}` };
    return { cookie: `sallyport_access=${text}`, 'x-csrf-token': textOf(`csrf ${name}`, texts) };
  }

  private async idOf(session: string): Promise<string> {
    const sessions = this.world.provider(DataSource).getRepository(StoredSession);
    return (await sessions.findOneByOrFail({ userAgent: this.device + session })).id;
  }

  private person(account: string): Account {
    const person = this.people.get(account);
    if (!person) throw new Error(`${account} is not registered`);
    return person;
  }
}

function textOf(name: string, texts: Texts): string {
  const text = texts.get(name);
  if (text === undefined) throw new Error(`Nobody was given ${name}`);
  return text;
}

/** What of the sessions is on record, or should be. */
export const recordOf = (sessions: readonly Pick<Session, 'name' | 'ended' | 'alarms'>[]): string =>
  sessions
    .map(({ name, ended, alarms }) => name + (ended ? ' ended' : '') + (alarms ? ` (${alarms} alarms)` : ''))
    .join(', ');
