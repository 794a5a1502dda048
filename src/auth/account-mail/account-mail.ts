import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock, secondsAfter } from '../../platform/clock/index.js';
import { digestOf } from '../../platform/crypto/index.js';
import { type HttpConfig, httpConfig, publicUrl } from '../../platform/http/index.js';
import { type MailTemplate, Outbox } from '../../platform/mail/index.js';
import { emailKey } from '../../users/index.js';
import { type AccountsConfig, accountsConfig } from '../accounts.config.js';
import type { OfService, WithLink } from './mail-templates.js';

/** Where a mail leads to, below the address of the account pages. */
type MailedPage = 'verify-email' | 'reset-password' | 'confirm-email';

/** How many mails of one kind an address gets in an hour: strangers can make accounts and requests with any address. */
const HOURLY = 5;

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

  tell(to: string, template: MailTemplate<OfService>, tx: EntityManager): Promise<void> {
    return this.put(to, template, HOURLY, tx);
  }

  /** Tells what strangers can cause: at most once an hour. */
  tellHourly(to: string, template: MailTemplate<OfService>, tx: EntityManager): Promise<void> {
    return this.put(to, template, 1, tx);
  }

  /**
   * Sends a link with a token. It stands in the fragment, which no browser sends to a server: it reaches no log and
   * no Referer.
   *
   * @param lifetime of the token, in seconds
   */
  async invite(
    to: string,
    template: MailTemplate<WithLink>,
    { page, token, lifetime }: { page: MailedPage; token: string; lifetime: number },
    tx: EntityManager,
  ): Promise<void> {
    const link = `${this.pages}/${page}#token=${token}`;
    const values = { service: this.service, link, goodFor: inWords(lifetime) };
    const expiresAt = secondsAfter(this.clock.now(), lifetime);
    await this.outbox.put(
      { to, template, values, expiresAt, slots: this.slots(to, template.name, HOURLY) },
      tx,
    );
  }

  private async put(to: string, template: MailTemplate<OfService>, hourly: number, tx: EntityManager) {
    const slots = this.slots(to, template.name, hourly);
    await this.outbox.put({ to, template, values: { service: this.service }, slots }, tx);
  }

  /** One for each mail of a kind that an address may get this hour, however it is spelled. */
  private slots(to: string, kind: string, count: number): string[] {
    const hour = Math.floor(this.clock.now().getTime() / 3_600_000);
    return Array.from({ length: count }, (_, nth) =>
      digestOf(`${kind} ${emailKey(to) ?? to} ${hour} ${nth}`),
    );
  }
}

const inWords = (seconds: number): string =>
  seconds % 3600 === 0 ? counted(seconds / 3600, 'hour') : counted(Math.round(seconds / 60), 'minute');

const counted = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`;
