import { MailFailure } from '../delivery/mail-transport.js';

/** What nodemailer tells of a failure. */
interface SmtpError {
  readonly code?: string;
  readonly originalCode?: string;
  readonly command?: string;
  readonly response?: string;
  readonly responseCode?: number;
}

/**
 * Codes only, because a server may quote the mail, or the password, in what it answers. Permanent is what is refused
 * about this mail (RFC 5321 §4.2.1, 5yz): its recipient or its content. A refused password or sender is our mistake,
 * and is mended while mails wait.
 */
export function smtpFailure(error: unknown): MailFailure {
  const { code, originalCode, command, response, responseCode } = error as SmtpError;
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response ?? '')?.[1]; // RFC 3463
  const answer = responseCode
    ? `${[responseCode, enhanced].filter(Boolean).join(' ')} to ${command}`
    : undefined;
  const reason = [code, originalCode, answer].filter(Boolean).join(', ') || 'unknown';
  const isAboutThisMail = command === 'RCPT TO' || command === 'DATA';
  const isUnspeakable = code === 'EENVELOPE' && command === 'API';
  return new MailFailure(reason, isUnspeakable || (isAboutThisMail && (responseCode ?? 0) >= 500));
}
