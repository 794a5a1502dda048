import { type Config, defineSection, setting } from '../platform/config/index.js';

export const accountsConfig = defineSection(
  'Accounts',
  {
    EMAIL_VERIFICATION: setting
      .oneOf(['off', 'optional', 'required'])
      .default('off')
      .describe(
        'What becomes of a new account’s e-mail address. `off`: nothing. `optional`: it is asked to confirm by a mail, and the account works meanwhile. `required`: there is no account before that, and `POST /register` answers 202 alike for new and taken addresses.',
      ),
    VERIFY_EMAIL_TTL: setting
      .duration({ min: '5m', max: '24h' })
      .prefault('24h')
      .describe('How long the link is good that confirms an e-mail address.'),
    RESET_PASSWORD_TTL: setting
      .duration({ min: '5m', max: '24h' })
      .prefault('30m')
      .describe('How long the link is good that resets a password.'),
    ACCOUNT_PAGES_URL: setting
      .text()
      .refine((url) => URL.canParse(url) && /^https?:\/\/[^?#]*[^/?#]$/.test(url), {
        error: 'must be an address such as https://app.example.com/account, without a slash at its end',
      })
      .optional()
      .meta({ documentedDefault: 'PUBLIC_URL/account' })
      .describe(
        'Where the links in mails lead: to `/verify-email`, `/reset-password` and `/confirm-email` below it, with the token as `#token=…`. Set it when your application has pages of its own for these.',
      ),
  },
  [
    ({ EMAIL_VERIFICATION }, { production, isSet }) =>
      production &&
      EMAIL_VERIFICATION !== 'off' &&
      !isSet('SMTP_URL') &&
      `EMAIL_VERIFICATION=${EMAIL_VERIFICATION} needs a mail server: set SMTP_URL, or EMAIL_VERIFICATION=off.`,
    ({ ACCOUNT_PAGES_URL }, { production }) =>
      production &&
      ACCOUNT_PAGES_URL?.startsWith('http:') &&
      'ACCOUNT_PAGES_URL must be https in production: its links carry tokens.',
  ],
);

export type AccountsConfig = Config<typeof accountsConfig>;
