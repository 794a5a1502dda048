import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import type { Configuration } from '../config/index.js';
import { httpConfig } from '../http/index.js';
import { CommitBell } from './commit-bell.js';
import { MailDelivery } from './delivery/mail-delivery.js';
import { MailQueue } from './delivery/mail-queue.js';
import { MailTransport } from './delivery/mail-transport.js';
import { NoTransport } from './delivery/no-transport.js';
import { DevInbox } from './dev-inbox/dev-inbox.js';
import { DevInboxController } from './dev-inbox/dev-inbox.controller.js';
import { mailConfig } from './mail.config.js';
import { MailWatch } from './mail-watch.js';
import { Outbox } from './outbox.js';
import { SmtpTransport } from './smtp/smtp-transport.js';

/** Mails, and the way out that the configuration gives them. */
@Module({})
export class MailModule {
  static forRoot(configuration: Configuration): DynamicModule {
    const hasServer = configuration.of(mailConfig).SMTP_URL !== undefined;
    const hasInbox = !hasServer && configuration.of(httpConfig).NODE_ENV !== 'production';
    return {
      module: MailModule,
      global: true,
      controllers: hasInbox ? [DevInboxController] : [],
      providers: [Outbox, CommitBell, MailQueue, MailDelivery, MailWatch, ...wayOut(hasServer, hasInbox)],
      exports: [Outbox],
    };
  }
}

function wayOut(hasServer: boolean, hasInbox: boolean): Provider[] {
  if (hasInbox) return [DevInbox, { provide: MailTransport, useExisting: DevInbox }];
  return [{ provide: MailTransport, useClass: hasServer ? SmtpTransport : NoTransport }];
}
