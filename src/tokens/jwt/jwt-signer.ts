import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { KeyRing, signBytes, type SigningKey } from '../../keys/index.js';
import type { AccessTokenClaims } from './claims.js';

/** Signs access tokens. */
@Injectable()
export class JwtSigner {
  constructor(
    private readonly jwt: JwtService,
    private readonly keys: KeyRing,
  ) {}

  /** Signs with the key that signs now; the header is `{alg, typ: 'at+jwt', kid}` (RFC 9068 §2.1). */
  sign(claims: AccessTokenClaims): string {
    const key = this.keys.signer();
    const { algorithm, kid, signingKey } = key;
    if (algorithm === 'EdDSA') return signWithEdDsa(claims, key);
    return this.jwt.sign(
      { ...claims },
      {
        privateKey: signingKey,
        algorithm,
        header: { alg: algorithm, typ: 'at+jwt', kid },
      },
    );
  }
}

/** @nestjs/jwt wraps jsonwebtoken, which does not know EdDSA (RFC 8037). */
function signWithEdDsa(claims: AccessTokenClaims, { algorithm, kid, signingKey }: SigningKey): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const input = `${encode({ alg: algorithm, typ: 'at+jwt', kid })}.${encode(claims)}`;
  return `${input}.${signBytes(algorithm, signingKey, input).toString('base64url')}`;
}
