import { Controller, Delete, Get, HttpCode } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AccessWithdrawal, ApiKeyCard } from '../../auth/index.js';
import { ApiKeys, ApiKeysErrors } from '../../credentials/api-keys/index.js';
import {
  CurrentUser,
  type Principal,
  RequirePermissions,
  type SessionPrincipal,
} from '../../platform/access/index.js';
import { ApiId, IdParam } from '../../platform/http/index.js';
import { ApiProblems, Problem } from '../../platform/errors/index.js';
import { EndedSessions, SessionsService } from '../../sessions/index.js';
import { UsersErrors } from '../../users/index.js';
import { Administers } from '../administers.js';
import { UserOverview } from '../users/user-overview.js';
import { AdminSessionCard } from './admin-session.dto.js';

const { notFound } = UsersErrors;

/** What an account was given to be known by: sessions and API keys. */
@ApiTags('Administration')
@Controller('admin/users/:id')
export class UserAccessController {
  constructor(
    private readonly users: UserOverview,
    private readonly sessions: SessionsService,
    private readonly keys: ApiKeys,
    private readonly withdrawal: AccessWithdrawal,
  ) {}

  @Get('sessions')
  @RequirePermissions('sessions:read')
  @ApiOperation({ summary: "An account's live sessions, the most recently used first" })
  @ApiId('id', 'From `GET /admin/users`.')
  @ApiOkResponse({ description: 'All of them.', type: [AdminSessionCard] })
  @ApiProblems(notFound)
  async listSessions(
    @CurrentUser() { sessionId }: Principal,
    @IdParam('id', notFound) id: string,
  ): Promise<AdminSessionCard[]> {
    await this.users.of(id);
    return (await this.sessions.liveSessionsOf(id)).map((session) => AdminSessionCard.of(session, sessionId));
  }

  @Delete('sessions')
  @Administers('sessions:write', notFound)
  @ApiOperation({ summary: 'End all sessions of an account', description: 'Its API keys live on.' })
  @ApiId('id', 'From `GET /admin/users`.')
  @ApiOkResponse({ description: 'They have ended.', type: EndedSessions })
  async endSessions(
    @CurrentUser() caller: SessionPrincipal,
    @IdParam('id', notFound) id: string,
  ): Promise<EndedSessions> {
    return { ended: await this.withdrawal.ofSessions(caller, id) };
  }

  @Get('api-keys')
  @RequirePermissions('users:read')
  @ApiOperation({ summary: "An account's API keys, the newest first" })
  @ApiId('id', 'From `GET /admin/users`.')
  @ApiOkResponse({ description: 'The keys, without the keys themselves.', type: [ApiKeyCard] })
  @ApiProblems(notFound)
  async listApiKeys(@IdParam('id', notFound) id: string): Promise<ApiKeyCard[]> {
    await this.users.of(id);
    return (await this.keys.allOf(id)).map((key) => ApiKeyCard.of(key));
  }

  @Delete('api-keys/:keyId')
  @HttpCode(204)
  @Administers('users:write', notFound, ApiKeysErrors.notFound)
  @ApiOperation({
    summary: 'Revoke an API key of an account',
    description: 'It is refused from the next request on.',
  })
  @ApiId('id', 'From `GET /admin/users`.')
  @ApiId('keyId', 'From `GET /admin/users/{id}/api-keys`.')
  @ApiNoContentResponse({ description: 'It is gone.' })
  async revokeApiKey(
    @CurrentUser() caller: SessionPrincipal,
    @IdParam('id', notFound) id: string,
    @IdParam('keyId', ApiKeysErrors.notFound) keyId: string,
  ): Promise<void> {
    if (!(await this.withdrawal.ofApiKey(caller, id, keyId))) throw new Problem(ApiKeysErrors.notFound);
  }
}
