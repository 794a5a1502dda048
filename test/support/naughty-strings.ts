import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

interface List {
  readonly strings: readonly string[];
}

/** The Big List of Naughty Strings (MIT; the file holds its licence). */
const published = JSON.parse(readFileSync(resolve(__dirname, 'naughty-strings.json'), 'utf8')) as List;

/** What the published list cannot hold, or does not. */
const OURS = [
  '\0',
  'ada\0admin',
  '\ud800',
  'ada\udc00',
  '\ufeffada',
  '\uffff',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '{"$ne":null}',
  '[object Object]',
  '../../../../etc/passwd',
  '%00',
  '%ff',
  '%2e%2e%2f',
  '\r\nSet-Cookie: a=b',
  '${jndi:ldap://127.0.0.1/a}',
  '{{7*7}}',
  '<%= 7*7 %>',
  'ada@example.com\r\nBcc: eve@example.com',
  'e\u0301'.repeat(200),
  '\u202eada',
  '🧑‍🧑‍🧒‍🧒'.repeat(20),
  'x'.repeat(5000),
];

export const naughtyStrings: readonly string[] = [...published.strings, ...OURS];
