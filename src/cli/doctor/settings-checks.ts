import type { Config } from '../../platform/config/index.js';
import type { cryptoConfig } from '../../platform/crypto/index.js';
import type { HttpConfig } from '../../platform/http/index.js';
import type { mailConfig } from '../../platform/mail/index.js';
import { fail, type Finding, ok, warn } from './finding.js';

export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.replace('v', '').split('.').map(Number);
  const isGood = major > 20 || (major === 20 && minor >= 19);
  return isGood
    ? ok('node', `Node.js ${version}`)
    : fail('node', `Node.js ${version} is too old`, 'Install Node.js 20.19 or later.');
}

/** Names that look like settings and are none: a misspelt setting is one that is not set. */
export function checkNames(
  names: { readonly inFile: readonly string[]; readonly inEnvironment: readonly string[] },
  settings: readonly string[],
): Finding[] {
  const known = new Set(settings);
  const nearest = (name: string) => settings.find((setting) => isNear(name, setting));
  const suspects = [
    ...names.inFile.filter((name) => !known.has(name)),
    ...names.inEnvironment.filter((name) => !known.has(name) && nearest(name)),
  ];
  const unknown = [...new Set(suspects)].map((name) => {
    const meant = nearest(name);
    const fix = meant
      ? `Name it ${meant}, or remove it.`
      : 'Remove it: docs/configuration.md has every name.';
    return warn('settings.unknown', `${name} is no setting`, fix);
  });
  return unknown.length > 0 ? unknown : [ok('settings.unknown', 'Every setting is known')];
}

/** At most two letters too many, too few, or other ones. */
function isNear(a: string, b: string): boolean {
  if (a === b || a.length < 6 || Math.abs(a.length - b.length) > 2) return false;
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const above = row;
    row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, changed);
    }
  }
  return (row[b.length] ?? 3) <= 2;
}

export function checkHttp(http: HttpConfig): Finding[] {
  if (http.NODE_ENV !== 'production')
    return [
      warn(
        'production',
        `NODE_ENV is ${http.NODE_ENV}: unsafe settings are accepted`,
        'Where people rely on this server, set NODE_ENV=production.',
      ),
    ];
  const plain = http.CORS_ORIGINS.filter((origin) => !origin.startsWith('https://'));
  return [
    ok('production', 'NODE_ENV is production'),
    http.TRUSTED_PROXIES.length > 0
      ? ok('proxies', `Forwarded addresses are believed from ${http.TRUSTED_PROXIES.join(', ')}`)
      : warn(
          'proxies',
          'TRUSTED_PROXIES is empty: behind a proxy all callers share its address, and its limits',
          'Set TRUSTED_PROXIES to the addresses of the proxy that ends TLS.',
        ),
    plain.length === 0
      ? ok('cors', 'No browser application is served over plain http')
      : warn('cors', `CORS_ORIGINS lets in ${plain.join(', ')}`, 'Serve that over https, or remove it.'),
  ];
}

export function checkMail(mail: Config<typeof mailConfig>, production: boolean): Finding {
  if (mail.SMTP_URL === undefined)
    return production
      ? warn(
          'mail.transport',
          'No mail can be sent: SMTP_URL is not set',
          'Set SMTP_URL; `mail test` tries it.',
        )
      : ok('mail.transport', 'Mails are shown at /dev/inbox');
  return mail.SMTP_ALLOW_PLAINTEXT
    ? warn(
        'mail.transport',
        'Mails, with their links, may travel unencrypted',
        'Remove SMTP_ALLOW_PLAINTEXT, and let the mail server offer STARTTLS.',
      )
    : ok('mail.transport', 'Mails go to an SMTP server over TLS');
}

/** Random bytes hardly repeat: 32 of them have about 30 different values. */
const isRandom = (bytes: Buffer): boolean => new Set(bytes).size >= 20;

export function checkSecrets(crypto: Config<typeof cryptoConfig>, jwtSecret: string | undefined): Finding[] {
  const master = crypto.MASTER_KEY ?? crypto.MASTER_KEY_FILE;
  const found: Finding[] = [];
  if (master !== undefined && !isRandom(Buffer.from(master, 'base64')))
    found.push(fail('secrets', 'The master key is not random', 'Make one with: openssl rand -base64 32'));
  if (jwtSecret !== undefined && new Set(jwtSecret).size < 16)
    found.push(fail('secrets', 'JWT_SECRET is not random', 'Make one with: openssl rand -base64 32'));
  return found.length > 0 ? found : [ok('secrets', 'The secrets that are set look random')];
}
