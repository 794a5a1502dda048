import { defineMail } from './mail-template.js';

interface Welcome {
  readonly name: string;
  readonly link: string;
  readonly minutes: number;
}

const welcome = defineMail<Welcome>('welcome', {
  subject: 'Welcome, <%= it.name %>',
  text: 'Hello <%= it.name %>,\n\n<%= it.link %>\n\nIt serves for <%= it.minutes %> minutes.',
  html: '<p>Hello <%= it.name %>,</p>\n<p><a href="<%= it.link %>">Confirm</a></p>',
});
const values = { name: 'Ada', link: 'https://auth.example.com/?a=1&token=x', minutes: 30 };

describe('A mail template', () => {
  it('is filled with values, as plain text and as a page of its own', () => {
    const { subject, text, html } = welcome.render(values);
    expect(subject).toBe('Welcome, Ada');
    expect(text).toBe('Hello Ada,\n\nhttps://auth.example.com/?a=1&token=x\n\nIt serves for 30 minutes.\n');
    expect(html).toContain('<title>Welcome, Ada</title>');
    expect(html).toContain('<p>Hello Ada,</p>');
  });

  it('escapes values in HTML, in its title and attributes too, and leaves them alone in text', () => {
    const name = `<img src=x onerror="alert('&')">`;
    const { text, html } = welcome.render({ ...values, name, link: 'https://a.example/"><b>' });
    expect(html).not.toMatch(/<img|<b>/);
    expect(html).toContain('<title>Welcome, &lt;img src=x onerror=&quot;');
    expect(html).toContain('href="https://a.example/&quot;&gt;&lt;b&gt;"');
    expect(text).toContain(`Hello ${name},`);
  });

  it('loads nothing from anywhere', () => {
    expect(welcome.render(values).html).not.toMatch(/<(img|link|script|iframe)|@import|url\(/);
  });

  it.each(['\r\n', '\n', '\r', '\u2028', '\u2029', '\u0085', '\v', '\0'])(
    'lets no value begin a line: %j',
    (lineBreak) => {
      const name = `Ada${lineBreak}Bcc: eve@example.com`;
      const { subject, text } = welcome.render({ ...values, name });
      expect(subject).toBe('Welcome, Ada Bcc: eve@example.com');
      expect(text).toContain('Hello Ada Bcc: eve@example.com,\n');
    },
  );

  it('is refused where it would print a value without escaping it, or breaks the syntax', () => {
    const parts = { subject: 'x', text: 'x', html: 'x' };
    expect(() => defineMail('bad', { ...parts, html: '<%~ it.name %>' })).toThrow('without escaping');
    expect(() => defineMail('bad', { ...parts, text: '<%= it.name' })).toThrow('unclosed tag');
  });

  it('asks for every value it prints', () => {
    const misspelt = defineMail<{ link: string }>('misspelt', {
      subject: 'x',
      text: '<%= it.lnik %>',
      html: 'x',
    });
    expect(() => misspelt.render({ link: 'x' })).toThrow('The mail misspelt needs the value lnik');
  });
});
