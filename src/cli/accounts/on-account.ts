import type { INestApplicationContext } from '@nestjs/common';
import { OperatorError } from '../../platform/errors/index.js';
import { type User, UsersService } from '../../users/index.js';
import { withApplication } from '../with-application.js';

/** How an account is named on the command line; the logs know it by its id. */
export const ACCOUNT = 'e-mail address, username or id';

/** Runs a command for an account that exists. */
export async function onUser(
  account: string,
  run: (user: User, app: INestApplicationContext) => Promise<void>,
): Promise<void> {
  await withApplication(async (app) => {
    const user = await app.get(UsersService, { strict: false }).find(account);
    if (!user) throw new OperatorError(`There is no account "${account}".`);
    await run(user, app);
  });
}

/** How an account is called on the command line: a service has no address. */
export const nameOf = ({ kind, email, username }: User): string =>
  kind === 'service' && username ? username : email;

/** How an account is referred to in an answer for programs. */
export const referTo = ({ id, kind, email, username }: User) => ({
  id,
  kind,
  ...(kind === 'person' && { email }),
  username,
});
