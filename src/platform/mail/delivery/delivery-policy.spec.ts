import { secondsAfter } from '../../clock/index.js';
import { afterFailure } from './delivery-policy.js';

const now = new Date('2030-01-01T00:00:00Z');
const verdict = (attempts: number, secondsLeft = 86_400) =>
  afterFailure({ attempts, expiresAt: secondsAfter(now, secondsLeft) }, false, now);

describe('After an attempt that failed, a mail', () => {
  it.each([
    [1, 10],
    [2, 20],
    [3, 40],
    [9, 2560],
    [10, 3600],
    [2000, 3600],
  ])('is tried again after a pause that doubles up to an hour: attempt %i, %i s', (attempts, pause) => {
    expect(verdict(attempts)).toEqual(secondsAfter(now, pause));
  });

  it('is given up where the next attempt would come too late', () => {
    expect(verdict(1, 11)).toEqual(secondsAfter(now, 10));
    expect(verdict(1, 10)).toBe('expired');
  });

  it('is given up at once where the failure is permanent', () => {
    expect(afterFailure({ attempts: 1, expiresAt: secondsAfter(now, 86_400) }, true, now)).toBe('refused');
  });
});
