// A mail server for trying things out: it takes every mail, and prints it. node docs/guides/samples/mail/sink.mjs
import { buffer } from 'node:stream/consumers';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';

const port = Number(process.env.SINK_PORT ?? 2525);

new SMTPServer({
  logger: false,
  disabledCommands: ['AUTH', 'STARTTLS'],
  async onData(stream, { envelope }, done) {
    const mail = await PostalMime.parse(await buffer(stream));
    const to = envelope.rcptTo.map(({ address }) => address).join(', ');
    console.log(
      `To ${to}, from ${mail.from.name} <${mail.from.address}>\n${mail.messageId}\n${mail.subject}\n\n${mail.text}`,
    );
    done();
  },
}).listen(port, '127.0.0.1', () => console.log(`Taking mails at smtp://localhost:${port}`));
