import { smtpServer } from './smtp-server.js';

const of = (SMTP_URL: string, SMTP_ALLOW_PLAINTEXT = false) => smtpServer({ SMTP_URL, SMTP_ALLOW_PLAINTEXT });

describe('The mail server of SMTP_URL', () => {
  it.each([
    ['smtp://mail.example.com', 'mail.example.com', 587, false],
    ['smtps://mail.example.com', 'mail.example.com', 465, true],
    ['smtp://mail.example.com:25', 'mail.example.com', 25, false],
    ['smtp://[::1]:2525', '::1', 2525, false],
  ])('is %s: host, port, TLS from the beginning', (url, host, port, secure) => {
    expect(of(url)).toMatchObject({ host, port, secure });
  });

  it.each([
    ['smtp://mail.example.com', true],
    ['smtp://localhost.example.com', true],
    ['smtp://127.0.0.1.example.com', true],
    ['smtp://localhost:25', false],
    ['smtp://127.0.0.1', false],
    ['smtp://[::1]', false],
    ['smtps://mail.example.com', false], // it is encrypted anyway
  ])('must offer STARTTLS unless it is this machine: %s, %s', (url, requireTLS) => {
    expect(of(url).requireTLS).toBe(requireTLS);
  });

  it('may do without where the operator says so, and uses it still where it is offered', () => {
    expect(of('smtp://mail.example.com', true)).toMatchObject({ requireTLS: false, ignoreTLS: false });
  });

  it('is signed in to only with a user', () => {
    expect(of('smtp://mail.example.com').auth).toBeUndefined();
    expect(of('smtp://a%40b:c%3Ad@mail.example.com').auth).toEqual({ user: 'a@b', pass: 'c:d' });
  });
});
