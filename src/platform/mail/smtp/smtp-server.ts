import type { MailConfig } from '../mail.config.js';

/** Where mails go, and how they are protected on the way. */
interface SmtpServer {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly requireTLS: boolean;
  readonly ignoreTLS: boolean;
  readonly auth?: { readonly user: string; readonly pass: string };
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/i;

/** What the URL says, and nothing that it does not: STARTTLS is demanded of every machine but this one. */
export function smtpServer(config: Pick<MailConfig, 'SMTP_URL' | 'SMTP_ALLOW_PLAINTEXT'>): SmtpServer {
  const { protocol, hostname, port, username, password } = new URL(config.SMTP_URL ?? '');
  const host = hostname.replace(/^\[|\]$/g, '');
  const secure = protocol === 'smtps:';
  const isHere = LOOPBACK.test(host);
  return {
    host,
    port: Number(port) || (secure ? 465 : 587),
    secure,
    requireTLS: !secure && !isHere && !config.SMTP_ALLOW_PLAINTEXT,
    ignoreTLS: !secure && isHere, // where nobody listens, and certificates are seldom good
    ...(username && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
  };
}
