import type { SigningKeyRow } from './signing-key.entity.js';

export type KeyStanding = 'next' | 'active' | 'retired' | 'expired' | 'distrusted';

type KeyTimes = Pick<SigningKeyRow, 'signsFrom' | 'verifiesUntil' | 'distrustedAt'>;

/** What a key may do now: `next` is published only, `active` signs, `retired` verifies what it signed, the others do nothing. */
export function standingOf(key: KeyTimes, now: Date): KeyStanding {
  if (key.distrustedAt) return 'distrusted';
  if (key.verifiesUntil) return key.verifiesUntil <= now ? 'expired' : 'retired';
  return key.signsFrom > now ? 'next' : 'active';
}

export const isTrusted = (standing: KeyStanding): boolean =>
  standing !== 'distrusted' && standing !== 'expired';
