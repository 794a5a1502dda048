import { emailKey } from '../users/index.js';
import { defineSection, setting } from '../platform/config/index.js';

export const authConfig = defineSection(
  'Signing in',
  {
    ACCEPT_BARE_AUTHORIZATION: setting
      .flag()
      .default(false)
      .describe('Whether `Authorization: TOKEN`, without `Bearer`, is accepted too, for old clients.'),
    ADMIN_EMAIL: setting
      .text()
      .optional()
      .describe('The e-mail address of the first administrator, who is made at a start that finds none.'),
    ADMIN_PASSWORD_FILE: setting
      .fileContent()
      .optional()
      .describe('A file that holds the first administrator’s password.'),
  },
  [
    (values) =>
      (values.ADMIN_EMAIL === undefined) !== (values.ADMIN_PASSWORD_FILE === undefined) &&
      'ADMIN_EMAIL and ADMIN_PASSWORD_FILE go together. Set both, or neither.',
    (values) =>
      values.ADMIN_EMAIL !== undefined &&
      !emailKey(values.ADMIN_EMAIL) &&
      'ADMIN_EMAIL must be an e-mail address.',
  ],
);
