import { hashSync as bcryptOf } from '@node-rs/bcrypt';
import { argon2id } from './argon2.js';
import work from './hash-worker.js';

const counted = { calls: 0 };
jest.mock('@node-rs/argon2', () => {
  const real = jest.requireActual('@node-rs/argon2');
  const counting =
    (call: (...args: unknown[]) => unknown) =>
    (...args: unknown[]) => {
      counted.calls++;
      return call(...args);
    };
  return { ...real, hashSync: counting(real.hashSync), verifySync: counting(real.verifySync) };
});

const parameters = argon2id({ memoryCost: 64, timeCost: 1 });
const hashOf = (password: string) => work({ kind: 'hash', password, parameters }) as string;
const spellings = ['caf\u00e9', 'cafe\u0301'];

describe('The work of a comparison is one Argon2 a spelling that was tried', () => {
  const workOf = (hash: string, isCurrent: boolean, tried: readonly string[]): number => {
    counted.calls = 0;
    work({ kind: 'verify', hash, spellings: tried, isCurrent, parameters });
    return counted.calls;
  };

  it.each([
    ['one spelling', ['another'], 1],
    ['two spellings', spellings, 2],
  ])('of a password that does not match, with %s, whatever the hash', (_, tried, expected) => {
    expect(workOf(hashOf('a password'), true, tried)).toBe(expected);
    expect(workOf(bcryptOf('a password', 4), false, tried)).toBe(expected);
    expect(workOf('nonsense', false, tried)).toBe(expected);
  });

  it('of a password that matches', () => {
    expect(workOf(hashOf('a password'), true, ['a password'])).toBe(1);
    expect(workOf(bcryptOf('a password', 4), false, ['a password'])).toBe(1);
    expect(workOf(bcryptOf(spellings[1]!, 4), false, spellings)).toBe(2);
  });

  it('and one more where our own hash is of the second spelling', () => {
    expect(workOf(hashOf(spellings[1]!), true, spellings)).toBe(3);
  });
});
