import { Command } from 'commander';
import { KeyRing, ROTATION } from '../keys/index.js';
import { OperatorError } from '../platform/errors/index.js';
import { say, sayEach } from './say.js';
import { withApplication } from './with-application.js';

export const keysCommands = (): Command =>
  new Command('keys')
    .description('the keys that sign access tokens')
    .addCommand(new Command('list').description('every key and what it may do').action(list))
    .addCommand(
      new Command('rotate')
        .description('make a new key, which signs ten minutes later, when everybody knows it')
        .option(
          '--at-once',
          'let it sign in five seconds; other services may refuse its tokens until they read the JWKS again',
        )
        .action(rotate),
    )
    .addCommand(
      new Command('distrust')
        .description('void every token that a key signed, at once')
        .argument('<kid>', 'name of the key, as `keys list` shows it')
        .action(distrust),
    );

async function list(): Promise<void> {
  await withApplication(async (app) => {
    const keys = app.get(KeyRing, { strict: false }).standings();
    sayEach(keys, {
      human: ({ row, standing }) =>
        `${row.kid}  ${row.algorithm}  ${standing.padEnd(10)}  signs from ${row.signsFrom.toISOString()}`,
      data: ({ row: { kid, algorithm, createdAt, signsFrom, distrustedAt }, standing }) => ({
        kid,
        algorithm,
        standing,
        createdAt,
        signsFrom,
        distrustedAt,
      }),
      none: 'No keys: JWT_ALG=HS256 signs with JWT_SECRET.',
    });
  });
}

async function rotate({ atOnce }: { atOnce?: boolean }): Promise<void> {
  await withApplication(async (app) => {
    const after = atOnce ? ROTATION.atOnce : ROTATION.announced;
    const kid = await app.get(KeyRing, { strict: false }).rotate(after);
    say(
      `Made ${kid}; it signs in ${after} seconds. The key before it verifies until its last token has expired.`,
      { kid, signsInSeconds: after },
    );
  });
}

async function distrust(kid: string): Promise<void> {
  await withApplication(async (app) => {
    if (!(await app.get(KeyRing, { strict: false }).distrust(kid))) {
      throw new OperatorError(`There is no trusted key "${kid}". \`keys list\` shows them.`);
    }
    say(`Nothing that ${kid} signed is believed any more.`, { kid, done: 'distrusted' });
  });
}
