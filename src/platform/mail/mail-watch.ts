import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, IsNull, Not } from 'typeorm';
import { Metrics } from '../metrics/index.js';
import { OutgoingMail } from './outgoing-mail.entity.js';

/** Shows to operators how many mails wait. */
@Injectable()
export class MailWatch implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly dataSource: DataSource,
  ) {}

  onModuleInit(): void {
    this.metrics.gauge('sallyport_mails_waiting', 'Mails in the outbox, of all nodes.', () =>
      this.dataSource.manager.countBy(OutgoingMail, { nextAttemptAt: Not(IsNull()) }),
    );
  }
}
