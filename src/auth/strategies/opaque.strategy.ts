import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport';
import { AccessTokens, type VerifiedToken } from '../../tokens/index.js';
import type { AuthenticatingRequest } from '../authenticating-request.js';

type Validate = (
  token: string,
  mayHaveExpired: boolean,
  done: (error: unknown, verified?: VerifiedToken) => void,
) => void;

/** A passport strategy for tokens that mean nothing by themselves. */
class OpaqueTokenStrategy extends Strategy {
  constructor(
    private readonly isOpaque: (token: string) => boolean,
    private readonly check: Validate,
  ) {
    super();
  }

  override authenticate(request: unknown): void {
    const { presented } = request as AuthenticatingRequest;
    if (!presented || !this.isOpaque(presented.token)) {
      this.fail(401);
      return;
    }
    this.check(presented.token, presented.mayHaveExpired === true, (error, verified) => {
      if (verified) this.success(verified);
      else this.error(error);
    });
  }
}

/** Believes opaque access tokens. */
@Injectable()
export class OpaqueStrategy extends PassportStrategy(OpaqueTokenStrategy, 'opaque') {
  constructor(private readonly tokens: AccessTokens) {
    super((token: string) => tokens.isOpaque(token));
  }

  validate(token: string, mayHaveExpired: boolean): Promise<VerifiedToken> {
    return this.tokens.verifyOpaque(token, mayHaveExpired);
  }
}
