import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { AccessTokens, type VerifiedToken } from '../../tokens/index.js';
import { LookupStrategy } from './lookup-strategy.js';

/** Believes opaque access tokens. */
@Injectable()
export class OpaqueStrategy extends PassportStrategy(LookupStrategy, 'opaque') {
  constructor(private readonly tokens: AccessTokens) {
    super((token: string) => tokens.isOpaque(token));
  }

  validate(token: string, mayHaveExpired: boolean): Promise<VerifiedToken> {
    return this.tokens.verifyOpaque(token, mayHaveExpired);
  }
}
