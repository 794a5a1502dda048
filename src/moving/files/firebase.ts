import { OperatorError } from '../../platform/errors/index.js';
import type { ImportLine } from '../move-in.service.js';

/**
 * Reads the password hash parameters as Firebase's console shows them (`hash_config { … }`).
 *
 * @returns what turns a line of Firebase's own export into one of ours
 */
export function firebaseLines(hashConfig: string): (line: ImportLine) => ImportLine {
  const setting = (name: string): string => {
    const found = new RegExp(String.raw`\b${name}\s*:\s*([^\s,}]+)`).exec(hashConfig)?.[1];
    if (!found) throw new OperatorError(`The Firebase hash_config does not say ${name}.`);
    return found;
  };
  const cost = `ln=${setting('mem_cost')},r=${setting('rounds')}`;
  const parts = [cost, setting('base64_signer_key'), setting('base64_salt_separator')];
  const prefix = `$firebase-scrypt$${parts.join('$')}`;
  return ({ line, value, fault }) => ({
    line,
    fault,
    value: isObject(value) ? converted(value, prefix) : value,
  });
}

/** What of Firebase's user there is a place for here. */
const converted = (user: Record<string, unknown>, prefix: string) => ({
  email: user.email,
  emailVerified: user.emailVerified,
  displayName: user.displayName || null,
  disabled: user.disabled,
  ...(Number(user.createdAt) > 0 && { createdAt: new Date(Number(user.createdAt)).toISOString() }),
  passwordHash: user.passwordHash ? `${prefix}$${user.salt}$${user.passwordHash}` : null,
});

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
