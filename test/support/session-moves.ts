import fc from 'fast-check';
import { type Action, type Model, type Presenter, RULES, type Session } from './session-model.js';

/**
 * What is drawn is not an action but a wish ("the second youngest session, its last token but one"), which every
 * state can fill in its own way. So a sequence stays playable when fast-check takes steps out of it.
 */
const session = fc.nat({ max: 3 });
const back = fc.constantFrom(0, 0, 0, 0, 1, 1, 2, 2, 3);
const wish = <D extends string, R extends object>(doing: fc.Arbitrary<D>, rest: R) =>
  fc.record({ do: doing, ...rest }) as fc.Arbitrary<
    { do: D } & { [K in keyof R]: R[K] extends fc.Arbitrary<infer T> ? T : never }
  >;

const signIn = wish(fc.constant('signIn'), {
  account: fc.constantFrom(0, 0, 1),
  transport: fc.constantFrom('bearer', 'cookie'),
  format: fc.constantFrom('jwt', 'jwt', 'opaque'),
  passwordsAgo: fc.constantFrom(0, 0, 0, 0, 1),
});
const refresh = wish(fc.constant('refresh'), { session, back });
const presentation = wish(fc.constant('present'), {
  session,
  back,
  by: fc.constantFrom<Presenter[]>('other transport', 'other client', 'other CSRF token'),
});
const race = wish(fc.constant('race'), { session, back, racers: fc.integer({ min: 2, max: 8 }) });
const request = wish(fc.constantFrom('visit', 'list', 'logout', 'endOthers'), { session, back });
const endSession = wish(fc.constant('endSession'), { session, back, target: fc.nat({ max: 4 }) });
const changePassword = wish(fc.constant('changePassword'), {
  session,
  back,
  passwordsAgo: fc.constantFrom(0, 0, 1),
});
const standing = wish(fc.constantFrom('changeRole', 'changeRole', 'disable', 'enable', 'enable'), {
  session,
});
const pause = wish(fc.constant('pause'), {
  seconds: fc.constantFrom(1, 1, 5, 5, 9, 11, 60, 600, 3600, 86_400, 3 * 86_400, 4 * 86_400),
});
/** Up to one of the moments on which something depends, or a second off it. */
const off = fc.constantFrom(0, -1, 1);
const moment = fc.constantFrom('access', 'leeway', 'idle', 'expiry');
const deadline = wish(fc.constant('deadline'), { session, of: fc.oneof(moment, fc.constant('window')), off });
const twoAtOnce = wish(fc.constant('atOnce'), {
  laterBy: fc.constantFrom(0, 0, 3, 8, 15, 25), // milliseconds
  first: fc.oneof(refresh, request, signIn, changePassword),
  second: fc.oneof(refresh, request, endSession, changePassword, standing, signIn),
});

const move = fc.oneof(
  { weight: 10, arbitrary: refresh },
  { weight: 6, arbitrary: signIn },
  { weight: 4, arbitrary: request },
  { weight: 3, arbitrary: race },
  { weight: 2, arbitrary: pause },
  { weight: 1, arbitrary: deadline },
  { weight: 3, arbitrary: presentation },
  { weight: 3, arbitrary: standing },
  { weight: 2, arbitrary: endSession },
  { weight: 3, arbitrary: twoAtOnce },
  { weight: 1, arbitrary: changePassword },
);

type Drawn<A> = A extends fc.Arbitrary<infer T> ? T : never;
export type Move = Drawn<typeof move>;
type Single = Exclude<Move, { do: 'atOnce' | 'race' }>;

/** What chance alone would seldom bring together: a session, a moment that counts for it, and its use just then. */
const onTheDot = fc.oneof(
  fc.record({ session, back }).map(({ session, back }): Move[] => [
    { do: 'refresh', session, back: 0 },
    { do: 'refresh', session, back: 0 },
    { do: 'refresh', session, back },
  ]),
  fc.record({ session, off, racers: fc.constantFrom(1, 1, 4) }).map(({ session, off, racers }): Move[] => [
    { do: 'refresh', session, back: 0 },
    { do: 'deadline', session, of: 'window', off },
    { do: 'race', session, back: 1, racers },
  ]),
  fc
    .record({ session, of: moment, off, use: fc.constantFrom('refresh', 'visit') })
    .map(({ session, of, off, use }): Move[] => [
      { do: 'deadline', session, of, off },
      { do: use, session, back: 0 },
    ]),
);

/** Nothing happens without somebody who signed in, so everything begins with that. */
export const sequences: fc.Arbitrary<Move[]> = fc
  .tuple(
    signIn,
    fc.array(
      fc.oneof({ weight: 6, arbitrary: move.map((single) => [single]) }, { weight: 1, arbitrary: onTheDot }),
      { maxLength: 25, size: 'max' },
    ),
  )
  .map(([first, rest]) => [first, ...rest.flat()]);

/** The actions, at once if there are several, that a move stands for in this state; none where it cannot be made. */
export function actionsOf(move: Move, model: Model, besides = 0): Action[] {
  if (move.do === 'atOnce') {
    const pair = [...actionsOf(move.first, model), ...actionsOf(move.second, model, 1)];
    return pair.length === 2 ? pair : [];
  }
  if (move.do === 'race') {
    const [presented] = actionsOf({ ...move, do: 'refresh' }, model);
    return presented ? Array<Action>(move.racers).fill(presented) : [];
  }
  const action = actionOf(move, model, freeName(model, besides));
  return action ? [action] : [];
}

function actionOf(move: Single, model: Model, as: string): Action | undefined {
  if (move.do === 'pause') return { do: 'wait', seconds: move.seconds };
  if (move.do === 'signIn') {
    const { transport, format, passwordsAgo } = move;
    const { name: account, password } = model.accounts[move.account] as Model['accounts'][number];
    return { do: 'signIn', account, as, transport, format, password: password - passwordsAgo };
  }
  const chosen = youngest(model.sessions, move.session);
  if (!chosen) return undefined;
  const { name, account } = chosen;
  const tokens = model.accessTokens.flatMap((token, index) => (token.session === name ? [index] : []));
  const token = 'back' in move ? (youngest(tokens, move.back) as number) : NaN;
  switch (move.do) {
    case 'refresh':
      return { do: 'refresh', session: name, link: linkOf(chosen, move.back), by: 'owner' };
    case 'present':
      return canPresent(chosen, move.by, model)
        ? { do: 'refresh', session: name, link: linkOf(chosen, move.back), by: move.by }
        : undefined;
    case 'endSession':
      return { do: move.do, token, target: (youngest(model.sessions, move.target) as Session).name };
    case 'changePassword':
      return { do: move.do, token, as, password: model.account(account).password - move.passwordsAgo };
    case 'deadline':
      return wait(momentOf(move.of, chosen, model) + move.off - model.now);
    case 'disable':
    case 'enable':
    case 'changeRole':
      return { do: move.do, account };
    case 'logout': // of what is void, only that it is void is remembered, and for an hour: no telling what counts then
      return model.judge(token).codes?.length === 2 ? undefined : { do: 'logout', token };
    default:
      return { do: move.do, token };
  }
}

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const NAMES = ['', 'A', 'B'].flatMap((before) => LETTERS.map((letter) => before + letter));

function freeName({ sessions }: Model, besides: number): string {
  return NAMES[1 + besides + Math.max(-1, ...sessions.map(({ name }) => NAMES.indexOf(name)))] as string;
}

const youngest = <T>(things: readonly T[], back: number): T | undefined =>
  things.at(-1 - (back % things.length));
const linkOf = ({ links }: Session, back: number): number => links.length - 1 - (back % links.length);
const wait = (seconds: number): Action | undefined => (seconds > 0 ? { do: 'wait', seconds } : undefined);

/** Only who has signed in by cookie knows a CSRF token to bring along. */
function canPresent(session: Session, by: Presenter, { sessions }: Model): boolean {
  const otherCookie = sessions.some((other) => other !== session && other.transport === 'cookie');
  if (by === 'other CSRF token') return session.transport === 'cookie' && otherCookie;
  return by === 'other client' || session.transport === 'cookie' || otherCookie;
}

function momentOf(of: string, { name, links, idleUntil, expiresAt }: Session, model: Model): number {
  const accessUntil = model.accessTokens.findLast((token) => token.session === name)?.expiresAt ?? NaN;
  if (of === 'window') return (links.at(-2) ?? NaN) + RULES.replayWindow;
  if (of === 'access') return accessUntil;
  if (of === 'leeway') return accessUntil + RULES.leeway;
  return of === 'idle' ? idleUntil : expiresAt;
}

/** An action in words, as seen before it is taken. */
export function told(action: Action, model: Model): string {
  switch (action.do) {
    case 'signIn': {
      const how = action.password === model.account(action.account).password ? '' : ', with an old password';
      return `${action.account} signs in as ${action.as} (${action.transport}, ${action.format}${how})`;
    }
    case 'refresh': {
      const usedAt = model.session(action.session).links[action.link];
      const state = usedAt === undefined ? 'current' : `used ${model.now - usedAt} s ago`;
      const whose = action.by === 'owner' ? '' : `, with the ${action.by}`;
      return `refresh with ${action.session}.${action.link + 1} (${state}${whose})`;
    }
    case 'wait':
      return `${action.seconds} s pass`;
    case 'disable':
    case 'enable':
    case 'changeRole':
      return `${action.do} ${action.account}`;
    default: {
      const what = 'target' in action ? ` ${action.target}` : 'as' in action ? ` as ${action.as}` : '';
      return `${action.do}${what}, with access token ${action.token} of ${model.sessionOf(action.token).name}`;
    }
  }
}
