import { Injectable } from '@nestjs/common';
import { ApiKeyStrategy } from './api-key.strategy.js';
import { JwtStrategy } from './jwt.strategy.js';
import { OpaqueStrategy } from './opaque.strategy.js';
import { perRequest } from './per-request.js';

/** All that a protected route takes, as options for its guard. */
@Injectable()
export class BearerStrategies {
  readonly options: ReturnType<typeof perRequest>;

  constructor(jwt: JwtStrategy, opaque: OpaqueStrategy, apiKey: ApiKeyStrategy) {
    this.options = perRequest(jwt, opaque, apiKey);
  }
}
