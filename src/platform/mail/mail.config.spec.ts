import { loadConfiguration } from '../config/index.js';
import { httpConfig } from '../http/index.js';
import { mailConfig, mailSender } from './mail.config.js';

const load = (env: Record<string, string>) => {
  const configuration = loadConfiguration(env, [httpConfig, mailConfig]);
  return { mail: configuration.of(mailConfig), http: configuration.of(httpConfig) };
};
const senderOf = (env: Record<string, string>) => {
  const { mail, http } = load(env);
  return mailSender(mail, http);
};

describe('SMTP_URL', () => {
  it.each([
    'smtp://localhost',
    'smtp://localhost:2525',
    'smtps://user:p%40ss@mail.example.com',
    'smtp://user:p%3Aw%2Frd@mail.example.com:587/',
    'smtp://[::1]:25',
  ])('takes %s', (SMTP_URL) => {
    expect(load({ SMTP_URL }).mail.SMTP_URL).toBe(SMTP_URL);
  });

  it.each([
    'mail.example.com',
    'mail.example.com:587',
    'http://hunter2@mail.example.com',
    'smtp://',
    'smtp://user:hunter2@mail.example.com?secure=false',
    'smtp://user:hunter2@mail.example.com/#x',
    'smtp://user:hunter2%@mail.example.com',
    'smtp://:hunter2@mail.example.com',
  ])('refuses %s, and does not repeat what may be a password', (SMTP_URL) => {
    expect(() => load({ SMTP_URL })).toThrow('SMTP_URL must look like smtp://user:password@');
    expect(() => load({ SMTP_URL })).not.toThrow('hunter2');
  });
});

describe('MAIL_FROM', () => {
  it('is no-reply at the public host where none is set', () => {
    const sender = { name: 'Sallyport', address: 'no-reply@auth.example.com' };
    expect(senderOf({ PUBLIC_URL: 'https://auth.example.com:8443' })).toEqual(sender);
    expect(senderOf({}).address).toBe('no-reply@localhost');
  });

  it.each([
    ['no-reply@example.com', { name: '', address: 'no-reply@example.com' }],
    ['Example <no-reply@example.com>', { name: 'Example', address: 'no-reply@example.com' }],
    ['"Example, Inc." <no-reply@example.com>', { name: 'Example, Inc.', address: 'no-reply@example.com' }],
  ])('takes %s', (MAIL_FROM, sender) => {
    expect(senderOf({ MAIL_FROM })).toEqual(sender);
  });

  it.each([
    'Example',
    'a@example.com, b@example.com',
    'Friends: a@example.com;',
    'Example <a@example.com>\r\nBcc: b@example.com',
    'Example <>',
  ])('refuses %j', (MAIL_FROM) => {
    expect(() => load({ MAIL_FROM })).toThrow('MAIL_FROM must be one address');
  });
});
