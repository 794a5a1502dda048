import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OneTimeTokens } from '../../credentials/one-time-tokens/index.js';
import { type AccountsConfig, accountsConfig } from '../accounts.config.js';
import { AccountMail } from './account-mail.js';
import {
  confirmEmailMail,
  invitationMail,
  resetPasswordMail,
  resetRequiredMail,
  verifyEmailMail,
} from './mail-templates.js';

const TO_VERIFY = { page: 'verify-email', ttl: 'VERIFY_EMAIL_TTL', template: verifyEmailMail } as const;
const TO_CONFIRM = { page: 'confirm-email', ttl: 'VERIFY_EMAIL_TTL', template: confirmEmailMail } as const;
const TO_RESET = { purpose: 'resetPassword', page: 'reset-password' } as const;

/** For each mail with a token: what the token is for, the page that takes it, and the setting of its lifetime. */
const LETTERS = {
  register: { ...TO_VERIFY, purpose: 'register' },
  verifyEmail: { ...TO_VERIFY, purpose: 'verifyEmail' },
  changeEmail: { ...TO_CONFIRM, purpose: 'changeEmail' },
  resetPassword: { ...TO_RESET, ttl: 'RESET_PASSWORD_TTL', template: resetPasswordMail },
  resetRequired: { ...TO_RESET, ttl: 'RESET_PASSWORD_TTL', template: resetRequiredMail },
  invitation: { ...TO_RESET, ttl: 'VERIFY_EMAIL_TTL', template: invitationMail },
} as const;

/** Makes one-time tokens and mails them, which is all that is ever done with a new one. */
@Injectable()
export class MailedTokens {
  constructor(
    private readonly tokens: OneTimeTokens,
    private readonly mail: AccountMail,
    @Inject(accountsConfig.token) private readonly config: AccountsConfig,
  ) {}

  /**
   * Sends nothing where the subject was sent so many that one more would be an annoyance.
   *
   * @param subject whom the token is about
   * @param detail what the token carries
   */
  async send(
    letter: keyof typeof LETTERS,
    to: string,
    { subject, detail = {} }: { subject: string; detail?: object },
    tx: EntityManager,
  ): Promise<void> {
    const { purpose, template, page, ttl } = LETTERS[letter];
    const lifetime = this.config[ttl];
    const token = await this.tokens.issue({ purpose, subject, lifetime, detail }, tx);
    if (token) await this.mail.invite(to, template, { page, token, lifetime }, tx);
  }
}
