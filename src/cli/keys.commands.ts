import { Command } from 'commander';
import { KeyRing } from '../keys/index.js';
import { OperatorError } from '../platform/errors/index.js';
import { withApplication } from './with-application.js';

/** Longer than JWKS answers may be cached (5 min) and than nodes take to notice (1 s). */
const PUBLISHED_AHEAD = 600;
const AT_ONCE = 5;

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
    for (const { row, standing } of keys) {
      process.stdout.write(
        `${row.kid}  ${row.algorithm}  ${standing.padEnd(10)}  signs from ${row.signsFrom.toISOString()}\n`,
      );
    }
    if (keys.length === 0) process.stdout.write('No keys: JWT_ALG=HS256 signs with JWT_SECRET.\n');
  });
}

async function rotate({ atOnce }: { atOnce?: boolean }): Promise<void> {
  await withApplication(async (app) => {
    const after = atOnce ? AT_ONCE : PUBLISHED_AHEAD;
    const kid = await app.get(KeyRing, { strict: false }).rotate(after);
    process.stdout.write(
      `Made ${kid}; it signs in ${after} seconds. The key before it verifies until its last token has expired.\n`,
    );
  });
}

async function distrust(kid: string): Promise<void> {
  await withApplication(async (app) => {
    if (!(await app.get(KeyRing, { strict: false }).distrust(kid))) {
      throw new OperatorError(`There is no trusted key "${kid}". \`keys list\` shows them.`);
    }
    process.stdout.write(`Nothing that ${kid} signed is believed any more.\n`);
  });
}
