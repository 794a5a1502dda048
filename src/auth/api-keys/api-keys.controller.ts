import { Body, Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { ApiKeys, ApiKeysErrors } from '../../credentials/api-keys/index.js';
import { CurrentUser, SessionOnly, type SessionPrincipal } from '../../platform/access/index.js';
import { ApiProblems, Problem } from '../../platform/errors/index.js';
import { IdParam } from '../../platform/http/index.js';
import { ApiKeyRevocation } from '../../tokens/index.js';
import { ApiKeyIssuance } from './api-key-issuance.js';
import { ApiKeyCard, MadeApiKeyCard, NewApiKeyDto } from './api-key.dto.js';

@SessionOnly() // a key that leaked must not make others
@ApiTags('API keys')
@Controller('api-keys')
export class ApiKeysController {
  constructor(
    private readonly keys: ApiKeys,
    private readonly issuance: ApiKeyIssuance,
    private readonly revocation: ApiKeyRevocation,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Own API keys, the newest first' })
  @ApiOkResponse({ description: 'The keys, without the keys themselves.', type: [ApiKeyCard] })
  async list(@CurrentUser() { userId }: SessionPrincipal): Promise<ApiKeyCard[]> {
    return (await this.keys.allOf(userId)).map((key) => ApiKeyCard.of(key));
  }

  @Post()
  @ApiOperation({
    summary: 'Make an API key',
    description:
      'It works wherever an access token does, as `Authorization: Bearer KEY`, but for the routes that need a session. It is shown this once.',
  })
  @ApiCreatedResponse({ description: 'The key.', type: MadeApiKeyCard })
  @ApiProblems(ApiKeysErrors.tooMany, ApiKeysErrors.scopeNotHeld)
  async make(
    @CurrentUser() { userId, sessionId }: SessionPrincipal,
    @Body() wish: NewApiKeyDto,
  ): Promise<MadeApiKeyCard> {
    const { secret, key } = await this.issuance.inSession(userId, sessionId, wish);
    return { ...ApiKeyCard.of(key), key: secret };
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke an own API key', description: 'It is refused from the next request on.' })
  @ApiParam({
    name: 'id',
    description: 'From `GET /api-keys`.',
    format: 'uuid',
    example: '0197a1b2-c4d5-7c4e-8a5b-6c7d8e9f0a1b',
  })
  @ApiNoContentResponse({ description: 'It is gone.' })
  @ApiProblems(ApiKeysErrors.notFound)
  async revoke(
    @CurrentUser() { userId }: SessionPrincipal,
    @IdParam('id', ApiKeysErrors.notFound) id: string,
  ): Promise<void> {
    if (!(await this.revocation.of(userId, id))) throw new Problem(ApiKeysErrors.notFound);
  }
}
