import { domainToASCII, domainToUnicode } from 'node:url';

/**
 * The one form by which e-mail addresses are compared: NFC, the local part with ASCII letters lower-cased and
 * nothing else folded, the domain in its ASCII form. Look-alike addresses stay apart (CVE-2019-19844).
 *
 * @returns the key, or undefined where the text is no address
 */
export function emailKey(address: string): string | undefined {
  const text = address.normalize('NFC');
  if (asciiIn(text) > asciiIn(address)) return undefined; // a Kelvin sign would become a K, and be somebody else
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  const typedDomain = text.slice(at + 1);
  if (!TYPED_DOMAIN.test(typedDomain)) return undefined;
  const domain = domainToASCII(typedDomain);
  if (asciiIn(typedDomain) < typedDomain.length && domainToUnicode(domain) !== typedDomain.toLowerCase())
    return undefined; // full-width letters and invisible marks would be mapped away (UTS 46)
  if (!isGenuine(domain)) return undefined;
  if (domain === SERVICE_DOMAIN) return undefined; // nobody's: no person may stand in a service's place
  if (at < 1 || local.length > 64 || !LOCAL_PART.test(local) || !DOMAIN.test(domain) || domain.length > 253)
    return undefined;
  return `${asciiLowerCase(local)}@${domain}`;
}

/**
 * Whether each label in Punycode stands for letters that are written so, and only so (RFC 5890 §2.3.2.1). Node.js
 * before 24 refuses some of the others by itself, later ones take all of them as they stand.
 */
function isGenuine(domain: string): boolean {
  if (!PUNYCODE.test(domain)) return true;
  const letters = domainToUnicode(domain);
  return !PUNYCODE.test(letters) && domainToASCII(letters) === domain;
}

const PUNYCODE = /(?:^|\.)xn--/;

/** RFC 6761 §6.4: no mail ever goes to a name under `invalid`. */
const SERVICE_DOMAIN = 'service.invalid';

/** What stands for the address of a service, which has none; unlike any that `emailKey` gives. */
export const serviceAddress = (username: string): string => `${usernameKey(username)}@${SERVICE_DOMAIN}`;

/** `domainToASCII` reads a URL's host: it would drop a path, decode escapes and delete line breaks. */
const TYPED_DOMAIN = /^[\p{L}\p{M}\p{N}.-]+$/u;

/** RFC 5321 §4.1.2 dot-string, with RFC 6531's letters beyond ASCII; no quoted strings, which nobody has. */
const LOCAL_PART = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;

const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;

/** Letters, digits, dot, hyphen and underscore; never an `@`, so that no username can be taken for an e-mail. */
export const USERNAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{1,30})[A-Za-z0-9]$/;

export const usernameKey = (username: string): string => asciiLowerCase(username);

/** The beginning of a name that people are shown by, as it is looked up. */
export const displayNameKey = (name: string | null): string | null =>
  name && [...name.normalize('NFC').toLowerCase()].slice(0, 64).join('');

/**
 * What a login names, in one spelling, whether anybody is called so or not: an e-mail address where it holds an `@`,
 * else a username.
 */
export const loginKey = (login: string): string =>
  login.includes('@') ? (emailKey(login) ?? login) : usernameKey(login);

const asciiIn = (text: string): number => text.replace(/[^\x00-\x7f]/g, '').length;

const asciiLowerCase = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
