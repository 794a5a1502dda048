import { Command } from 'commander';
import { OperatorError } from '../platform/errors/index.js';
import { Revocations, type Session, SessionCard, SessionsService } from '../sessions/index.js';
import { withApplication } from './with-application.js';
import { ACCOUNT, nameOf, onUser, referTo } from './accounts/on-account.js';
import { say, sayEach } from './say.js';

const PAGE = 500;

export const sessionCommands = (): Command =>
  new Command('session')
    .description('sign-ins; what is ended is refused by the running server within a second')
    .addCommand(
      new Command('list')
        .description('live sessions of an account, or of everybody')
        .argument('[account]', ACCOUNT)
        .action(list),
    )
    .addCommand(
      new Command('end')
        .description('end a session, and void every token that was issued for it')
        .argument('<id>', 'of the session, as `session list` shows it')
        .action(end),
    )
    .addCommand(
      new Command('end-all')
        .description('end all sessions of an account; its API keys stay: `key revoke` is for those')
        .argument('<account>', ACCOUNT)
        .action(endAll),
    );

async function list(account?: string): Promise<void> {
  if (account === undefined) return listEverybodys();
  await onUser(account, async ({ id }, app) => {
    const sessions = await app.get(SessionsService, { strict: false }).liveSessionsOf(id);
    sayEach(sessions, telling);
  });
}

/** A page at a time, for there may be millions. */
async function listEverybodys(): Promise<void> {
  await withApplication(async (app) => {
    const sessions = app.get(SessionsService, { strict: false });
    let before: string | undefined;
    for (;;) {
      const page = await sessions.livePage({ count: PAGE, ...(before !== undefined && { before }) });
      if (page.length > 0 || before === undefined) sayEach(page, telling);
      before = page.at(-1)?.id;
      if (before === undefined) return;
    }
  });
}

async function end(sessionId: string): Promise<void> {
  await withApplication(async (app) => {
    const sessions = app.get(SessionsService, { strict: false });
    const revocations = app.get(Revocations, { strict: false });
    const wasLive = await revocations.during((change) => sessions.endWithin(sessionId, 'ended', change));
    if (!wasLive)
      throw new OperatorError(`There is no session "${sessionId}" to end. \`session list\` shows them.`);
    say(`${sessionId} is ended`, { id: sessionId, done: 'ended' });
  });
}

async function endAll(account: string): Promise<void> {
  await onUser(account, async (user, app) => {
    const sessions = app.get(SessionsService, { strict: false });
    const ended = await app.get(Revocations, { strict: false }).during(async (change) => {
      await change.lockAccount(user.id);
      return sessions.endAll(user.id, 'ended', change);
    });
    say(`Sessions of ${nameOf(user)} that were ended: ${ended}`, { account: referTo(user), ended });
  });
}

const telling = {
  human: (session: Session) => {
    const { id, lastUsedAt, address, device } = SessionCard.of(session);
    const where = [device, address ? `from ${address}` : ''].filter(Boolean).join(' ');
    return [id, session.userId, `used ${lastUsedAt.toISOString()}`, where].join('  ');
  },
  data: (session: Session) => {
    const { userId, clientId, transport, tokenFormat, expiresAt } = session;
    const { id, device, address, createdAt, lastUsedAt } = SessionCard.of(session);
    return {
      id,
      userId,
      clientId,
      transport,
      tokenFormat,
      device,
      address,
      createdAt,
      lastUsedAt,
      expiresAt,
    };
  },
  none: 'No live sessions.',
};
