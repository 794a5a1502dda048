import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Public, Unlimited } from '../../platform/access/index.js';
import { type HttpConfig, httpConfig, publicUrl } from '../../platform/http/index.js';

/** How a client may say who it is: not at all, or as RFC 6749 §2.3.1 has it. */
const AUTH_METHODS = ['none', 'client_secret_basic', 'client_secret_post'];
/** RFC 8414 §2: an access token type may stand there, too; here it is an API key. */
const INTROSPECTION_METHODS = [...AUTH_METHODS.slice(1), 'Bearer'];

/** Authorization server metadata (RFC 8414 §2). */
class ServerMetadata {
  @ApiProperty({ example: 'http://localhost:3000', description: 'The `iss` of every access token.' })
  issuer!: string;

  @ApiProperty({ example: 'http://localhost:3000/token' })
  token_endpoint!: string;

  @ApiProperty({ example: 'http://localhost:3000/.well-known/jwks.json' })
  jwks_uri!: string;

  @ApiProperty({ type: [String], example: ['password', 'refresh_token'] })
  grant_types_supported!: string[];

  @ApiProperty({ type: [String], example: [], description: 'Empty: there is no authorization endpoint.' })
  response_types_supported!: string[];

  @ApiProperty({ type: [String], example: AUTH_METHODS })
  token_endpoint_auth_methods_supported!: string[];

  @ApiProperty({ example: 'http://localhost:3000/introspect' })
  introspection_endpoint!: string;

  @ApiProperty({ type: [String], example: INTROSPECTION_METHODS })
  introspection_endpoint_auth_methods_supported!: string[];

  @ApiProperty({ example: 'http://localhost:3000/revoke' })
  revocation_endpoint!: string;

  @ApiProperty({ type: [String], example: AUTH_METHODS })
  revocation_endpoint_auth_methods_supported!: string[];

  @ApiProperty({ example: 'http://localhost:3000/docs' })
  service_documentation!: string;
}

@ApiTags('For other services')
@Controller('.well-known/oauth-authorization-server')
export class MetadataController {
  private readonly metadata: ServerMetadata;

  constructor(@Inject(httpConfig.token) config: HttpConfig) {
    const issuer = publicUrl(config);
    this.metadata = {
      issuer,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      grant_types_supported: ['password', 'refresh_token'],
      response_types_supported: [],
      token_endpoint_auth_methods_supported: AUTH_METHODS,
      introspection_endpoint: `${issuer}/introspect`,
      introspection_endpoint_auth_methods_supported: INTROSPECTION_METHODS,
      revocation_endpoint: `${issuer}/revoke`,
      revocation_endpoint_auth_methods_supported: AUTH_METHODS,
      service_documentation: `${issuer}/docs`,
    };
  }

  @Public()
  @Unlimited()
  @Get()
  @Header('cache-control', 'public, max-age=300')
  @ApiOperation({ summary: 'What this server offers to OAuth clients' })
  @ApiOkResponse({ description: 'Authorization server metadata (RFC 8414 §2).', type: ServerMetadata })
  show(): ServerMetadata {
    return this.metadata;
  }
}
