import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { ApiKeyTokens, type VerifiedToken } from '../../tokens/index.js';
import { LookupStrategy } from './lookup-strategy.js';

/** Believes API keys. */
@Injectable()
export class ApiKeyStrategy extends PassportStrategy(LookupStrategy, 'api-key') {
  constructor(private readonly keys: ApiKeyTokens) {
    super((token: string) => keys.isOne(token));
  }

  validate(token: string): Promise<VerifiedToken> {
    return this.keys.verify(token);
  }
}
