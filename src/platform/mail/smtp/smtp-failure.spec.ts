import { smtpFailure } from './smtp-failure.js';

const failure = (code: string, command: string, response?: string) =>
  smtpFailure(
    Object.assign(new Error(`x: ${response}`), {
      code,
      command,
      ...(response && { response, responseCode: Number(response.slice(0, 3)) }),
    }),
  );

describe('A failure of SMTP', () => {
  it.each([
    ['EENVELOPE', 'RCPT TO', '550 5.1.1 no such user', true],
    ['EMESSAGE', 'DATA', '554 5.7.1 spam', true],
    ['EENVELOPE', 'API', undefined, true], // an address that cannot be said in SMTP
    ['EENVELOPE', 'RCPT TO', '450 4.2.0 greylisted', false],
    ['EMESSAGE', 'DATA', '451 later', false],
    ['EENVELOPE', 'MAIL FROM', '550 5.7.1 sender unknown', false],
    ['EAUTH', 'AUTH PLAIN', '535 5.7.8 wrong password', false],
    ['ETLS', 'STARTTLS', '554 no TLS', false],
    ['ECONNECTION', 'CONN', undefined, false],
  ])('is permanent where this very mail is refused: %s %s %s', (code, command, response, isPermanent) => {
    expect(failure(code, command, response).isPermanent).toBe(isPermanent);
  });

  it('is told in codes, never in the words of the server, which may quote the mail', () => {
    const { reason } = failure(
      'EMESSAGE',
      'DATA',
      '554 5.7.1 link https://auth.example.com/#token is listed',
    );
    expect(reason).toBe('EMESSAGE, 554 5.7.1 to DATA');
  });

  it('is told even where nothing is known of it', () => {
    expect(smtpFailure(new Error('secret')).reason).toBe('unknown');
  });
});
