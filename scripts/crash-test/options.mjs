import { readOptions } from '../support/options.mjs';

const HELP = `
npm run crash-test -- [--kills 20] [--clients 8] [--seed N]

Clients register, sign in (JWT and opaque), refresh, race, replay, sign out and suffer theft, at full speed, and
write down every answer. The server is killed with SIGKILL at random moments. After each restart:

  every acknowledged registration can sign in; one that got no answer is made now, or was made whole
  every live session goes on, also where its last refresh got no answer
  every ended session is dead: its access tokens (401 token.revoked) and its refresh token (400)
  no refresh token was ever exchanged for two different ones
  a used refresh token still ends its session

  --kills N     how often (20)
  --clients N   how many at once (8)
  --seed N      repeats the moments of the kills and the acts of each client, though not how they interleave

On a breach it exits with 1, prints what is known of the session, and keeps the database.
`;

export const OPTIONS = readOptions(HELP, { kills: 20, clients: 8 });
