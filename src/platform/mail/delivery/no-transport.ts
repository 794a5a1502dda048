import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { MailFailure, MailTransport } from './mail-transport.js';

/** Production without a mail server: mails wait for one, until they expire. */
@Injectable()
export class NoTransport extends MailTransport implements OnModuleInit {
  onModuleInit(): void {
    new Logger('Mail').warn(
      'SMTP_URL is not set: no mail can be sent. Each waits for a day at most, and is given up then.',
    );
  }

  override async send(): Promise<void> {
    throw new MailFailure('SMTP_URL is not set');
  }
}
