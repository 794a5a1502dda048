import { type KeyObject, sign } from 'node:crypto';
import { KeyRing, type SigningKey } from '../../src/keys/index.js';
import type { Person } from './person.js';
import type { World } from './world.js';

type Members = Readonly<Record<string, unknown>>;

/** A part of a JWT: an object is written as JSON, where `undefined` leaves a member out; a text stays as it is. */
export const encode = (part: Members | readonly unknown[] | string | Uint8Array): string =>
  Buffer.from(typeof part === 'string' || part instanceof Uint8Array ? part : JSON.stringify(part)).toString(
    'base64url',
  );

/** An ES256 signature (RFC 7518 §3.4). */
export const signEs256 = (key: KeyObject, input: string): Buffer =>
  sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });

/**
 * Makes access tokens that differ from a genuine one in one point, with the server's own ES256 key. What it
 * makes without a change is accepted; so when a forgery is refused, it is for that point.
 */
export class Forger {
  readonly key: SigningKey;

  constructor(
    world: World,
    private readonly person: Person,
  ) {
    this.key = world.provider(KeyRing).signer();
  }

  get header(): Members {
    return { alg: 'ES256', typ: 'at+jwt', kid: this.key.kid };
  }

  get claims(): Members {
    return this.person.claims;
  }

  /** Signed over whatever header and claims it is given. */
  forge(header: Members = {}, claims: Members = {}): string {
    return this.sign(`${encode({ ...this.header, ...header })}.${encode({ ...this.claims, ...claims })}`);
  }

  sign(input: string): string {
    return `${input}.${signEs256(this.key.signingKey, input).toString('base64url')}`;
  }
}

/** Status and code of the answer to `GET /me` with this token. */
export async function verdictOn(token: string, world: World): Promise<[number, string | undefined]> {
  const { status, body } = await world.get('/me', { headers: { authorization: `Bearer ${token}` } });
  return [status, body.code];
}
