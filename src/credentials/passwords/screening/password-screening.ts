import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../../platform/config/index.js';
import { Problem } from '../../../platform/errors/index.js';
import { type HttpConfig, httpConfig, publicUrl } from '../../../platform/http/index.js';
import { judgePassword, MAX_LENGTH, type PasswordRules } from '../password-policy.js';
import { passwordsConfig } from '../passwords.config.js';
import { PasswordsErrors } from '../passwords.errors.js';
import { BreachCheck } from './breach-check.js';
import { CommonPasswords } from './common-passwords.js';
import { labelsOf, type PasswordOwner, wordsIn, wordsOf } from './personal.js';

const PRODUCT = 'sallyport';

/** Decides whether a new password may be one. */
@Injectable()
export class PasswordScreening {
  private readonly rules: PasswordRules;
  private readonly ownWords: readonly string[];

  constructor(
    common: CommonPasswords,
    private readonly breaches: BreachCheck,
    @Inject(passwordsConfig.token) config: Config<typeof passwordsConfig>,
    @Inject(httpConfig.token) http: HttpConfig,
  ) {
    this.rules = { minLength: config.PASSWORD_MIN_LENGTH, isListed: (text) => common.includes(text) };
    this.ownWords = wordsIn(PRODUCT, ...labelsOf(new URL(publicUrl(http)).hostname));
  }

  /**
   * @param password normalized
   * @param pointer the field that holds it, for the refusal
   * @throws Problem password.*
   */
  async assertAcceptable(password: string, owner: PasswordOwner | undefined, pointer: string): Promise<void> {
    const words = [...this.ownWords, ...(owner ? wordsOf(owner) : [])];
    const verdict = judgePassword(password, words, this.rules);
    if (verdict !== 'acceptable') throw this.refusal(verdict, pointer);
    if (await this.breaches.knows(password)) throw this.refusal('breached', pointer);
  }

  private refusal(verdict: keyof typeof PasswordsErrors, pointer: string): Problem {
    const detail = this.sentences[verdict];
    return new Problem(PasswordsErrors[verdict], {
      detail: `The password ${detail}.`,
      errors: [{ pointer, detail }],
    });
  }

  private get sentences(): Record<keyof typeof PasswordsErrors, string> {
    return {
      tooShort: `must have at least ${this.rules.minLength} characters`,
      tooLong: `must have at most ${MAX_LENGTH} characters`,
      tooCommon: `is among the first that are guessed: a common password, or a repetition or row of keys; ${INSTEAD}`,
      tooPersonal: `is made of the names of the account or of this service, which are guessed first; ${INSTEAD}`,
      breached: `is known from a breach of another service, and is tried everywhere since; ${INSTEAD}`,
    };
  }
}

const INSTEAD = 'several words that do not belong together do well';
