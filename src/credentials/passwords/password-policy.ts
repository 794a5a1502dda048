export const MAX_LENGTH = 256;

export interface PasswordRules {
  readonly minLength: number;
}

export type PasswordVerdict = 'acceptable' | 'tooShort' | 'tooLong';

/** Passwords are compared in NFC, so that it does not matter how a keyboard composes an accent (NIST SP 800-63B-4 §3.1.1.2). */
export const normalizePassword = (password: string): string => password.normalize('NFC');

/** Judges a normalized password by its length in characters (code points). Any characters are welcome. */
export function judgePassword(password: string, rules: PasswordRules): PasswordVerdict {
  const length = [...password].length;
  if (length < rules.minLength) return 'tooShort';
  return length > MAX_LENGTH ? 'tooLong' : 'acceptable';
}
