import addressparser from 'nodemailer/lib/addressparser';
import { defineSection, setting, type Config } from '../config/index.js';
import { type HttpConfig, publicUrl } from '../http/index.js';

/** One address, with or without a name before it. */
function isMailbox(text: string): boolean {
  const [mailbox, ...others] = addressparser(text);
  if (!mailbox || others.length > 0 || 'group' in mailbox || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)) return false;
  return /^[^\s@<>(),;:"]+@[^\s@<>(),;:"]+$/.test(mailbox.address);
}

/** Nothing but what stands in the description: a query could set options of the mailer. */
function isSmtpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, search, hash, password, username } = new URL(text);
  const isBare = ['', '/'].includes(pathname) && search === '' && hash === '';
  const isWhole = username !== '' || password === '';
  return (
    /^smtps?:$/.test(protocol) && hostname !== '' && isBare && isWhole && isDecodable(username + password)
  );
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

export const mailConfig = defineSection('Mail', {
  SMTP_URL: setting
    .text()
    .refine(isSmtpUrl, {
      error:
        'must look like smtp://user:password@mail.example.com:587, or smtps:// for port 465, with special characters of user and password percent-encoded',
    })
    .optional()
    .meta({ secret: true })
    .describe(
      'The server that mails are handed to, such as `smtp://user:password@mail.example.com:587`, or `smtps://` where TLS begins with the connection (port 465). Special characters of user and password are percent-encoded. Without it, development shows mails in the log and at `/dev/inbox`; in production they wait, and are given up after a day.',
    ),
  SMTP_ALLOW_PLAINTEXT: setting
    .flag()
    .prefault('false')
    .describe(
      'Whether mails may travel unencrypted when a server on another machine does not offer STARTTLS. They hold one-time links: leave this off outside of a trusted network.',
    ),
  SMTP_TIMEOUT: setting
    .duration({ min: '1s', max: '10m' })
    .prefault('2m')
    .describe(
      'How long the mail server may be silent before an attempt counts as failed. Too short, and a slow server gets a mail twice.',
    ),
  MAIL_FROM: setting
    .text()
    .refine(isMailbox, { error: 'must be one address, such as Example <no-reply@example.com>' })
    .optional()
    .meta({ documentedDefault: 'Sallyport <no-reply@HOST>' })
    .describe('The sender of all mails; `HOST` is that of `PUBLIC_URL`.'),
  DEV_INBOX_REMOTE: setting
    .flag()
    .prefault('false')
    .describe(
      'Whether `/dev/inbox`, which there is outside of production only, also answers other machines than this one. Mails hold one-time links, and whoever reads it can use them.',
    ),
});

export type MailConfig = Config<typeof mailConfig>;

/** The name by which the Internet knows this server. */
export const mailHost = (http: HttpConfig): string => new URL(publicUrl(http)).hostname;

/** The sender, name and address apart: a text would be parsed once more, by rules of its own. */
export function mailSender(config: MailConfig, http: HttpConfig): { name: string; address: string } {
  const given = config.MAIL_FROM && addressparser(config.MAIL_FROM)[0];
  if (given && 'address' in given && given.address) return { name: given.name, address: given.address };
  return { name: 'Sallyport', address: `no-reply@${mailHost(http)}` };
}
