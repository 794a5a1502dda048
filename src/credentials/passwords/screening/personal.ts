import { folded, skeleton } from './predictable.js';

/** Whose password it is going to be. */
export interface PasswordOwner {
  readonly email: string;
  readonly username?: string | null;
  readonly displayName?: string | null;
}

const SHORTEST_WORD = 3;

/** The words by which the owner is known: local part, domain without its last label, names. */
export function wordsOf({ email, username, displayName }: PasswordOwner): string[] {
  const at = email.lastIndexOf('@');
  return wordsIn(
    email.slice(0, at),
    ...labelsOf(email.slice(at + 1)),
    ...[username, displayName].map((name) => name ?? ''),
  );
}

/** The labels of a host name without the last, which says nothing about it; `localhost` is one of its own. */
export function labelsOf(host: string): string[] {
  const labels = host.split('.');
  return labels.length > 1 ? labels.slice(0, -1) : labels;
}

export function wordsIn(...texts: readonly string[]): string[] {
  const words = texts.flatMap((text) => [text, ...text.split(/[^\p{L}\p{M}\p{N}]+/u)]);
  return words.filter((word) => [...word].length >= SHORTEST_WORD);
}

const DIGITS_AND_SIGNS = /[\p{N}\p{P}\p{Z}\p{Sm}\p{Sc}\p{Sk}\p{Cc}]/gu;

/** Whether a password is made of these words: they occur, and without them and any digits and signs less than `enough` is left. */
export function isMadeOf(words: readonly string[], password: string, enough: number): boolean {
  return [folded, skeleton].some((form) => {
    const text = form(password);
    const longestFirst = words.map(form).sort((a, b) => b.length - a.length);
    const rest = longestFirst.reduce((left, word) => left.replaceAll(word, ' '), text);
    return rest !== text && [...rest.replace(DIGITS_AND_SIGNS, '')].length < enough;
  });
}
