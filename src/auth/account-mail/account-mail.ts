import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock, secondsAfter } from '../../platform/clock/index.js';
import { digestOf } from '../../platform/crypto/index.js';
import { type HttpConfig, httpConfig, publicUrl } from '../../platform/http/index.js';
import { type MailTemplate, Outbox } from '../../platform/mail/index.js';
import { type AccountsConfig, accountsConfig } from '../accounts.config.js';

interface Notice {
  readonly service: string;
}

interface Invitation extends Notice {
  readonly link: string;
  readonly goodFor: string;
}

/** Where a mail leads to, below the address of the account pages. */
type MailedPage = 'verify-email' | 'reset-password' | 'confirm-email';

/** Writes to the owner of an account, in the transaction of what there is to tell. */
@Injectable()
export class AccountMail {
  private readonly service: string;
  private readonly pages: string;

  constructor(
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    @Inject(httpConfig.token) http: HttpConfig,
    @Inject(accountsConfig.token) config: AccountsConfig,
  ) {
    this.service = new URL(publicUrl(http)).host;
    this.pages = config.ACCOUNT_PAGES_URL ?? `${publicUrl(http)}/account`;
  }

  async tell(to: string, template: MailTemplate<Notice>, tx: EntityManager): Promise<void> {
    await this.outbox.put({ to, template, values: { service: this.service } }, tx);
  }

  /** Tells what strangers can cause: at most once an hour. */
  async tellHourly(to: string, template: MailTemplate<Notice>, tx: EntityManager): Promise<void> {
    const hour = Math.floor(this.clock.now().getTime() / 3_600_000);
    const dedupeKey = digestOf(`${template.name} ${to} ${hour}`);
    await this.outbox.put({ to, template, values: { service: this.service }, dedupeKey }, tx);
  }

  /**
   * Sends a link with a token. It stands in the fragment, which no browser sends to a server: it reaches no log and
   * no Referer.
   *
   * @param lifetime of the token, in seconds
   */
  async invite(
    to: string,
    template: MailTemplate<Invitation>,
    { page, token, lifetime }: { page: MailedPage; token: string; lifetime: number },
    tx: EntityManager,
  ): Promise<void> {
    const link = `${this.pages}/${page}#token=${token}`;
    const values = { service: this.service, link, goodFor: inWords(lifetime) };
    await this.outbox.put({ to, template, values, expiresAt: secondsAfter(this.clock.now(), lifetime) }, tx);
  }
}

const inWords = (seconds: number): string =>
  seconds % 3600 === 0 ? counted(seconds / 3600, 'hour') : counted(Math.round(seconds / 60), 'minute');

const counted = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`;
