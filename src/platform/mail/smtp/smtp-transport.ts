import { Inject, Injectable } from '@nestjs/common';
import nodemailer from 'nodemailer';
import { type HttpConfig, httpConfig } from '../../http/index.js';
import { SIMULTANEOUS } from '../delivery/mail-delivery.js';
import { type Dispatch, MailTransport } from '../delivery/mail-transport.js';
import { type MailConfig, mailConfig, mailHost, mailSender } from '../mail.config.js';
import { smtpFailure } from './smtp-failure.js';
import { smtpServer } from './smtp-server.js';

/** Hands mails to the server of `SMTP_URL`, over connections that are kept for the next ones. */
@Injectable()
export class SmtpTransport extends MailTransport {
  private readonly pool;
  private readonly from;
  private readonly host;

  constructor(@Inject(mailConfig.token) config: MailConfig, @Inject(httpConfig.token) http: HttpConfig) {
    super();
    this.from = mailSender(config, http);
    this.host = mailHost(http);
    this.pool = nodemailer.createTransport({
      ...smtpServer(config),
      pool: true,
      maxConnections: SIMULTANEOUS,
      maxRequeues: 1, // of a connection that turned out dead; what was begun to be sent is never requeued there
      connectionTimeout: 10_000,
      dnsTimeout: 10_000,
      greetingTimeout: Math.min(30_000, config.SMTP_TIMEOUT * 1000),
      socketTimeout: config.SMTP_TIMEOUT * 1000,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  override async send({ id, createdAt, to, subject, text, html }: Dispatch): Promise<void> {
    try {
      await this.pool.sendMail({
        messageId: `<${id}@${this.host}>`, // the same again, so that whoever gets it twice can tell
        date: createdAt,
        from: this.from,
        to: { name: '', address: to },
        envelope: { from: this.from.address, to: [to] },
        subject,
        text,
        html,
        headers: { 'Auto-Submitted': 'auto-generated' }, // RFC 3834 §5: no vacation replies
      });
    } catch (error) {
      throw smtpFailure(error);
    }
  }

  override close(): void {
    this.pool.transporter.close?.({ force: true });
  }
}
