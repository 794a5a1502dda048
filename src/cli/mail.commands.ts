import { Command } from 'commander';
import { DataSource } from 'typeorm';
import { OperatorError } from '../platform/errors/index.js';
import { defineMail, isBareAddress, Outbox } from '../platform/mail/index.js';
import { say } from './say.js';
import { withApplication } from './with-application.js';

const testMail = defineMail<object>('test', {
  subject: 'A test of Sallyport’s mails',
  text: 'This server’s mails arrive here.',
  html: '<p>This server’s mails arrive here.</p>',
});

export const mailCommands = (): Command =>
  new Command('mail')
    .description('outgoing mails')
    .addCommand(
      new Command('test')
        .description('let the server send a mail; it does so within seconds, or when it starts')
        .argument('<address>', 'who gets it')
        .action(test),
    );

async function test(to: string): Promise<void> {
  if (!isBareAddress(to))
    throw new OperatorError(`"${to}" is not a bare e-mail address, such as ada@example.com.`);
  await withApplication(async (app) => {
    const mail = { to, template: testMail, values: {} };
    await app.get(DataSource).transaction((tx) => app.get(Outbox, { strict: false }).put(mail, tx));
    say(`A mail to ${to} is in the outbox.`, { to, done: 'put into the outbox' });
  });
}
