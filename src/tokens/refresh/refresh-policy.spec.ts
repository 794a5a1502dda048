import { judgeRefresh, type Presenter } from './refresh-policy.js';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1000);
const justBefore = (date: Date) => new Date(date.getTime() - 1);

const session = {
  id: 'laptop',
  clientId: 'sallyport',
  transport: 'bearer',
  endedAt: null,
  idleUntil: at(1000),
  expiresAt: at(5000),
} as const;
const owner: Presenter = { clientId: 'sallyport', transport: 'bearer' };
const unused = { usedAt: null };
const used = { usedAt: at(0) };

interface Case {
  readonly token?: { usedAt: Date | null };
  readonly of?: Partial<Parameters<typeof judgeRefresh>[1]>;
  readonly by?: Presenter;
  readonly successorUnused?: boolean;
  readonly replayWindow?: number;
  readonly now?: Date;
}

const judge = ({
  token = used,
  of,
  by = owner,
  successorUnused = true,
  replayWindow = 10,
  now = at(5),
}: Case) => judgeRefresh(token, { ...session, ...of }, by, successorUnused, { replayWindow }, now);

describe('A refresh token that was never used', () => {
  it('is exchanged', () => {
    expect(judge({ token: unused })).toBe('rotate');
  });

  it('is exchanged until the instant its session goes idle', () => {
    expect(judge({ token: unused, now: justBefore(at(1000)) })).toBe('rotate');
    expect(judge({ token: unused, now: at(1000) })).toBe('sessionOver');
  });

  it('is exchanged until the instant its session expires', () => {
    const of = { idleUntil: at(9000) };
    expect(judge({ token: unused, of, now: justBefore(at(5000)) })).toBe('rotate');
    expect(judge({ token: unused, of, now: at(5000) })).toBe('sessionOver');
  });

  it('is worth nothing once its session has ended', () => {
    expect(judge({ token: unused, of: { endedAt: at(1) } })).toBe('sessionOver');
  });
});

describe('A refresh token that was used', () => {
  it('gives the same successor again within the window, while nobody has used that', () => {
    expect(judge({ now: at(0) })).toBe('replay');
    expect(judge({ now: justBefore(at(10)) })).toBe('replay');
  });

  it('ends its family from the end of the window on', () => {
    expect(judge({ now: at(10) })).toBe('reuse');
    expect(judge({ now: at(999) })).toBe('reuse');
  });

  it('ends its family where the clock was put back by the window or more since', () => {
    expect(judge({ now: at(-9) })).toBe('replay');
    expect(judge({ now: at(-10) })).toBe('reuse');
  });

  it('ends its family within the window, too, once its successor was used', () => {
    expect(judge({ now: at(1), successorUnused: false })).toBe('reuse');
  });

  it('ends its family at once where the window is 0', () => {
    expect(judge({ now: at(0), replayWindow: 0 })).toBe('reuse');
  });

  it('is no news for a session that is over', () => {
    expect(judge({ of: { endedAt: at(1) }, now: at(500) })).toBe('sessionOver');
    expect(judge({ now: at(1000) })).toBe('sessionOver');
  });
});

describe('A refresh token in the wrong hands', () => {
  it.each<[string, Presenter]>([
    ['another client', { ...owner, clientId: 'other' }],
    ['a client whose name differs in case', { ...owner, clientId: 'Sallyport' }],
    ['a cookie, although it was given out in a body', { ...owner, transport: 'cookie' }],
    ["the CSRF token of another session's page", { ...owner, sessionId: 'phone' }],
    ['a CSRF token of no session', { ...owner, sessionId: '' }],
  ])('is refused: %s', (_, by) => {
    expect(judge({ token: unused, by })).toBe('wrongPresenter');
    expect(judge({ token: used, by })).toBe('wrongPresenter');
  });

  it('is refused in a body, where it was given out in a cookie', () => {
    expect(judge({ token: unused, of: { transport: 'cookie' } })).toBe('wrongPresenter');
  });

  it('tells nothing of its session', () => {
    const by = { ...owner, clientId: 'other' };
    expect(judge({ token: unused, by, of: { endedAt: at(1) } })).toBe('wrongPresenter');
  });

  it('is accepted from the page whose CSRF token is of the same session', () => {
    const by: Presenter = { clientId: 'sallyport', transport: 'cookie', sessionId: 'laptop' };
    expect(judge({ token: unused, by, of: { transport: 'cookie' } })).toBe('rotate');
  });
});
