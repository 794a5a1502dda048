import { isMadeOf } from './screening/personal.js';
import { isPredictable } from './screening/predictable.js';

/** Characters (code points). */
export const MAX_LENGTH = 256;

export interface PasswordRules {
  readonly minLength: number;
  /** Whether a text stands in the list of common passwords. */
  readonly isListed: (text: string) => boolean;
}

export type PasswordVerdict = 'acceptable' | 'tooShort' | 'tooLong' | 'tooCommon' | 'tooPersonal';

/** Passwords are compared in NFC, so that it does not matter how a keyboard composes an accent (NIST SP 800-63B-4 §3.1.1.2). */
export const normalizePassword = (password: string): string => password.normalize('NFC');

/** Whether it is longer than any password may be: nobody has it, so there is nothing to look up. */
export const isOverlong = (password: string): boolean => [...normalizePassword(password)].length > MAX_LENGTH;

/**
 * Judges a normalized password by its length in characters (code points), and by what guessers try first
 * (NIST SP 800-63B-4 §3.1.1.2). Any characters are welcome.
 *
 * @param words that anybody knows of the account and the service
 */
export function judgePassword(
  password: string,
  words: readonly string[],
  { minLength, isListed }: PasswordRules,
): PasswordVerdict {
  const length = [...password].length;
  if (length < minLength) return 'tooShort';
  if (length > MAX_LENGTH) return 'tooLong';
  const enough = Math.min(8, Math.ceil(minLength * 0.75));
  if (isMadeOf(words, password, enough)) return 'tooPersonal';
  return isPredictable(password, { isListed, enough }) ? 'tooCommon' : 'acceptable';
}
