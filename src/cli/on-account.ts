import type { INestApplicationContext } from '@nestjs/common';
import { OperatorError } from '../platform/errors/index.js';
import { type User, UsersService } from '../users/index.js';
import { withApplication } from './with-application.js';

/** Runs a command for an account that exists, named by e-mail address or username. */
export async function onUser(
  account: string,
  run: (user: User, app: INestApplicationContext) => Promise<void>,
): Promise<void> {
  await withApplication(async (app) => {
    const user = await app.get(UsersService, { strict: false }).findByLogin(account);
    if (!user) throw new OperatorError(`There is no account "${account}".`);
    await run(user, app);
  });
}

/** How an account is called on the command line: a service has no address. */
export const nameOf = ({ kind, email, username }: User): string =>
  kind === 'service' && username ? username : email;
