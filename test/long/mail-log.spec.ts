import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { AppModule } from '../../src/app.module.js';
import { sections } from '../../src/configuration.js';
import { loadConfiguration } from '../../src/platform/config/index.js';
import { Outbox, OutgoingMail } from '../../src/platform/mail/index.js';
import { Inbox } from '../support/inbox.js';
import { letter } from '../support/letters.js';
import { newFolder, run, Server, settingsIn } from '../support/server.js';

const MASTER_KEY = Buffer.alloc(32, 7).toString('base64');
const PRODUCTION = { NODE_ENV: 'production', PUBLIC_URL: 'https://auth.example.com' };

/** Puts a mail as a command of the command line would: in the application, without its server. */
async function commandPuts(folder: string, env: Record<string, string>): Promise<OutgoingMail[]> {
  const configuration = loadConfiguration({ ...(await settingsIn(folder)), ...env }, sections);
  const app = await NestFactory.createApplicationContext(AppModule.with(configuration), { logger: false });
  const dataSource = app.get(DataSource);
  const values = { name: 'Ada', token: 'sp_canary_token' };
  await dataSource.transaction((tx) =>
    app.get(Outbox).put({ to: 'ada@example.com', template: letter, values }, tx),
  );
  await new Promise((soon) => setTimeout(soon, 100));
  const rows = await dataSource.getRepository(OutgoingMail).find();
  await app.close();
  return rows;
}

async function says(server: Server, text: string): Promise<void> {
  while (!server.output.includes(text)) await new Promise((wait) => setTimeout(wait, 20));
}

describe('The log', () => {
  it('shows mails of development, framed; and a command leaves its mails to the server', async () => {
    const folder = newFolder();
    expect(await commandPuts(folder, { MASTER_KEY })).toMatchObject([{ attempts: 0, sentAt: null }]);
    const server = await Server.start({ folder, env: { MASTER_KEY, LOG_FORMAT: 'pretty' } });
    await says(server, '└───');
    expect(server.output).toContain('┌─── To: ada@example.com\n│ Subject: For Ada\n│\n│ Dear Ada,');
    expect(server.output).toContain('│ https://auth.example.com/#sp_canary_token\n└───');
    await server.close();
  });

  it('says in production that no mail can be sent, and shows nothing of those that wait', async () => {
    const folder = newFolder();
    const env = { MASTER_KEY, ...PRODUCTION, LOG_LEVEL: 'debug' };
    await commandPuts(folder, env);
    const server = await Server.start({ folder, env });
    await says(server, '(letter) was not sent, attempt 1: SMTP_URL is not set. Next attempt: ');
    expect(server.output).toContain('SMTP_URL is not set: no mail can be sent.');
    expect(server.output).not.toMatch(/canary|Dear|ada@example/);
    await server.close();
  });

  it('holds neither the password of the mail server nor what it refused', async () => {
    const inbox = await Inbox.open({ user: 'mailer', password: 'hunter2-secret' });
    const folder = newFolder();
    const env = { MASTER_KEY, ...PRODUCTION, LOG_LEVEL: 'debug', SMTP_URL: inbox.url };
    await commandPuts(folder, env);
    inbox.fails({ at: 'DATA', what: 550 });
    const server = await Server.start({ folder, env });
    await says(server, 'It is given up: refused.');
    await says(server, 'mail.givenUp');
    expect(server.output).not.toMatch(/hunter2|canary|Dear|ada@example/);
    await server.close();
    await inbox.close();
  });
});

describe('npm run cli -- mail test', () => {
  it('lets the running server send a mail', async () => {
    const inbox = await Inbox.open();
    const server = await Server.start({ env: { SMTP_URL: inbox.url } });
    const answer = await run('cli.js', ['mail', 'test', 'ada@example.com'], await settingsIn(server.folder));
    expect(answer).toMatchObject({ code: 0, stdout: 'A mail to ada@example.com is in the outbox.\n' });
    expect((await inbox.next({ to: 'ada@example.com' })).mail.subject).toBe('A test of Sallyport’s mails');
    await server.close();
    await inbox.close();
  });

  it('refuses what is no address, in a sentence', async () => {
    const { code, stderr } = await run(
      'cli.js',
      ['mail', 'test', 'Ada <a@b.c>'],
      await settingsIn(newFolder()),
    );
    expect([code, stderr]).toEqual([
      1,
      '"Ada <a@b.c>" is not a bare e-mail address, such as ada@example.com.\n',
    ]);
  });
});
