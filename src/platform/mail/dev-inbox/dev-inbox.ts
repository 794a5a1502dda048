import { Injectable, Logger } from '@nestjs/common';
import { type Dispatch, MailTransport } from '../delivery/mail-transport.js';

const KEPT = 50;

/** Takes mails where there is no mail server to hand them to, for the developer to look at. Never in production. */
@Injectable()
export class DevInbox extends MailTransport {
  private readonly log = new Logger('Mail');
  private mails: readonly Dispatch[] = [];

  override async send(mail: Dispatch): Promise<void> {
    this.mails = [mail, ...this.mails].slice(0, KEPT);
    this.log.log(framed(mail));
  }

  /** The last ones, the newest first. */
  latest(): readonly Dispatch[] {
    return this.mails;
  }
}

const framed = ({ to, subject, text }: Dispatch): string =>
  [
    'Not sent, for no SMTP_URL is set. Also at /dev/inbox',
    `┌─── To: ${to}`,
    `│ Subject: ${subject}`,
    '│',
    ...text
      .trimEnd()
      .split('\n')
      .map((line) => `│ ${line}`),
    '└───',
  ].join('\n');
