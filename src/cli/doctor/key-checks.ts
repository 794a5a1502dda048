import type { KeyStanding } from '../../keys/index.js';
import { fail, type Finding, ok, warn } from './finding.js';

export interface KeyFacts {
  readonly kid: string;
  readonly standing: KeyStanding;
  readonly signsFrom: Date;
  /** Whether the master key of the settings opens it; undefined where there is none to try. */
  readonly opens?: boolean | undefined;
}

/** @param rotation seconds that a key signs */
export function checkKeys(keys: readonly KeyFacts[], rotation: number, now: Date): Finding[] {
  if (keys.some(({ opens, standing }) => opens === false && standing !== 'distrusted'))
    return [
      fail(
        'keys',
        'The signing keys were sealed with another master key',
        'Set the MASTER_KEY that this database was made with.',
      ),
    ];
  const active = keys.find(({ standing }) => standing === 'active');
  if (!active) return [ok('keys', 'There is no signing key yet; the next start makes one')];
  const age = Math.floor((now.getTime() - active.signsFrom.getTime()) / 86_400_000);
  const isOverdue = now.getTime() > active.signsFrom.getTime() + (rotation + 86_400) * 1000;
  const next = keys.find(({ standing }) => standing === 'next');
  const distrusted = keys.filter(({ standing }) => standing === 'distrusted').length;
  const soon = next ? `, ${next.kid} from ${next.signsFrom.toISOString()}` : '';
  const says = `${active.kid} has signed for ${age} days${soon}; ${distrusted} keys are distrusted`;
  return isOverdue
    ? [warn('keys', `${says}. Its turn is over`, 'Start a server: each keeps the rotation.')]
    : [ok('keys', says)];
}
