import { secondsAfter } from '../platform/clock/index.js';
import type { SigningKeyRow } from './signing-key.entity.js';

/**
 * What a key may do: `next` is published only, `active` signs, `retired` verifies what it signed, `expired` signed
 * nothing that still lives, `distrusted` is void with all it signed.
 */
export type KeyStanding = 'next' | 'active' | 'retired' | 'expired' | 'distrusted';

export interface KeyRules {
  /** Seconds a key signs before the next takes over. */
  readonly rotation: number;
  /** Seconds a key is published before it signs. */
  readonly publishAhead: number;
  /** Seconds after its last signature for which a key is still needed: the longest access token, and leeway. */
  readonly overlap: number;
}

type KeyTimes = Pick<SigningKeyRow, 'kid' | 'signsFrom' | 'distrustedAt'>;

/** The standing of every key. The youngest that may sign does; it took over from the one before it. */
export function standingsOf(keys: readonly KeyTimes[], rules: KeyRules, now: Date): Map<string, KeyStanding> {
  const standings = new Map<string, KeyStanding>();
  let successor: KeyTimes | undefined;
  for (const key of [...keys].sort((a, b) => b.signsFrom.getTime() - a.signsFrom.getTime())) {
    const hasBegun = key.signsFrom <= now;
    if (key.distrustedAt) standings.set(key.kid, 'distrusted');
    else if (!hasBegun) standings.set(key.kid, 'next');
    else standings.set(key.kid, successor ? afterwards(successor, rules, now) : 'active');
    // A distrusted one too, if it ever signed: what it took over from does not come back.
    if (hasBegun && !(key.distrustedAt && key.distrustedAt <= key.signsFrom)) successor = key;
  }
  return standings;
}

const afterwards = (successor: KeyTimes, rules: KeyRules, now: Date): KeyStanding =>
  secondsAfter(successor.signsFrom, rules.overlap) <= now ? 'expired' : 'retired';

/** When a key must be made now so that rotation stays on schedule: the moment from which it is to sign. */
export function nextKeyDue(keys: readonly KeyTimes[], rules: KeyRules, now: Date): Date | undefined {
  const standings = standingsOf(keys, rules, now);
  const active = keys.find(({ kid }) => standings.get(kid) === 'active');
  // One that is years ahead was made by a clock that had jumped, and is none to wait for.
  const soon = secondsAfter(now, 2 * rules.publishAhead);
  const hasNext = keys.some(({ kid, signsFrom }) => standings.get(kid) === 'next' && signsFrom <= soon);
  if (!active || hasNext) return undefined;
  const due = secondsAfter(active.signsFrom, rules.rotation);
  const published = secondsAfter(now, rules.publishAhead);
  return due > published ? undefined : published;
}
