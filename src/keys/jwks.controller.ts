import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { JsonWebKey } from 'node:crypto';
import { Public, Unlimited } from '../platform/access/index.js';
import { KeyRing } from './key-ring.js';

/** RFC 7517 §5. */
class JsonWebKeySet {
  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: { type: 'string' } },
    example: [{ kty: 'EC', crv: 'P-256', x: '…', y: '…', kid: '…', alg: 'ES256', use: 'sig' }],
  })
  keys!: JsonWebKey[];
}

@ApiTags('For other services')
@Controller('.well-known/jwks.json')
export class JwksController {
  constructor(private readonly keys: KeyRing) {}

  /** Cached for five minutes: far less than the day by which a next key is published ahead. */
  @Public()
  @Unlimited()
  @Get()
  @Header('cache-control', 'public, max-age=300')
  @ApiOperation({
    summary: 'Public keys that verify access tokens',
    description: 'Empty with `JWT_ALG=HS256`.',
  })
  @ApiOkResponse({ description: 'A JSON Web Key set (RFC 7517 §5).', type: JsonWebKeySet })
  show(): JsonWebKeySet {
    return { keys: this.keys.publicJwks() };
  }
}
