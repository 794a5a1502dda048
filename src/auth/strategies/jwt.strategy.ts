import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-jwt';
import { AccessTokens, ApiKeyTokens, type VerifiedToken } from '../../tokens/index.js';
import type { AuthenticatingRequest } from '../authenticating-request.js';

type Verify = (token: string) => VerifiedToken;
type Done = (error: unknown, verified?: VerifiedToken) => void;

/**
 * passport-jwt verifies with jsonwebtoken, which takes any `typ` and `crit`, needs no `exp` and knows no EdDSA.
 * Its verifier can be exchanged: ours gets the application's own verification in place of a key.
 */
Object.assign(Strategy, {
  JwtVerifier: (token: string, verify: Verify, _: unknown, done: Done) => {
    try {
      done(null, verify(token));
    } catch (error) {
      done(error);
    }
  },
});

/** Believes signed access tokens. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy, 'jwt') {
  constructor(tokens: AccessTokens, keys: ApiKeyTokens) {
    const isSigned = (token: string) => !tokens.isOpaque(token) && !keys.isOne(token);
    super({
      jwtFromRequest: ({ presented }: AuthenticatingRequest) =>
        presented && isSigned(presented.token) ? presented.token : null,
      secretOrKeyProvider: (
        { presented }: AuthenticatingRequest,
        _: unknown,
        done: (error: null, verify: Verify) => void,
      ) => {
        done(null, (token) => tokens.verifyJwt(token, presented?.mayHaveExpired));
      },
    } as never);
  }

  validate(verified: VerifiedToken): VerifiedToken {
    return verified;
  }
}
