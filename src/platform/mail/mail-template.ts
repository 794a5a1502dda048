import { Eta } from 'eta';
import { htmlPage } from './html-page.js';

/** What a template may be filled with. A line break in a text becomes a space, so that no value adds lines of its own. */
export type MailValues<V> = { readonly [K in keyof V]: string | number };

/** A mail, ready to be sent. */
export interface RenderedMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A kind of mail. Make one with `defineMail`. */
export interface MailTemplate<V extends MailValues<V>> {
  readonly name: string;
  render(values: V): Omit<RenderedMail, 'to'>;
}

/** Sources of Eta templates, in which `<%= it.name %>` stands for a value. */
interface Sources {
  readonly subject: string;
  readonly text: string;
  /** The content of the page; values are escaped. */
  readonly html: string;
}

const plain = new Eta({ autoEscape: false, autoTrim: false });
const escaped = new Eta({ autoEscape: true, autoTrim: false });

/**
 * Declares a kind of mail. A mistake in the syntax of a template shows when the module is loaded.
 * @param name what the mail is for, such as `recover-password`; it is kept and logged
 */
export function defineMail<V extends MailValues<V>>(name: string, sources: Sources): MailTemplate<V> {
  if (sources.html.includes('<%~'))
    throw new Error(`The mail ${name} would print a value without escaping it`);
  const subject = compiled(plain, sources.subject);
  const text = compiled(plain, sources.text);
  const html = compiled(escaped, sources.html);
  return {
    name,
    render: (given) => {
      const values = complete(name, given);
      const title = onOneLine(subject(values));
      return { subject: title, text: `${text(values).trim()}\n`, html: htmlPage(title, html(values).trim()) };
    },
  };
}

function compiled(eta: Eta, source: string): (values: object) => string {
  const template = eta.compile(source);
  return (values) => eta.render(template, values);
}

/** Control characters and the separators of lines and paragraphs: in a subject they would begin a header of their own. */
const onOneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();

/** The values, each on one line; to ask for one that is not there throws, where Eta would print `undefined`. */
function complete(name: string, given: object): object {
  const values = Object.fromEntries(
    Object.entries(given).map(([key, value]) => [key, typeof value === 'string' ? onOneLine(value) : value]),
  );
  return new Proxy(values, {
    get: (all: Record<string, unknown>, key) => {
      if (typeof key === 'string' && !Object.hasOwn(all, key))
        throw new Error(`The mail ${name} needs the value ${key}`);
      return all[key as string];
    },
  });
}
