import { defineSection, setting } from '../../../platform/config/index.js';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Plain http is for a service on this machine. */
function isRangeService(value: string): boolean {
  if (!URL.canParse(value) || !value.endsWith('/')) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname));
}

export const breachCheckConfig = defineSection('Breached passwords', {
  BREACH_CHECK_URL: setting
    .text()
    .refine(isRangeService, {
      error:
        'must be an https:// address that ends with a slash, such as https://api.pwnedpasswords.com/range/',
    })
    .optional()
    .describe(
      'A range service that knows breached passwords, such as `https://api.pwnedpasswords.com/range/`. It is sent the first 5 of the 40 characters of a new password’s SHA-1. When it does not answer, the password is accepted, and the log says so. Without it, nothing is asked.',
    ),
  BREACH_CHECK_TIMEOUT: setting
    .duration({ min: '1s', max: '10s' })
    .prefault('1s')
    .describe('How long the range service may take to answer.'),
});
