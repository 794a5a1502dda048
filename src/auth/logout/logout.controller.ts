import { Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  CurrentUser,
  SessionOnly,
  type SessionPrincipal,
  TakesExpiredTokens,
} from '../../platform/access/index.js';
import { SessionsService } from '../../sessions/index.js';
import { SessionCookies } from '../cookies/session-cookies.js';

@SessionOnly()
@ApiTags('Signing in')
@Controller('logout')
export class LogoutController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly cookies: SessionCookies,
  ) {}

  @Post()
  @TakesExpiredTokens()
  @HttpCode(204)
  @ApiOperation({
    summary: 'End this session',
    description:
      'Its access and refresh tokens are refused from the very next request on. An access token that has expired serves here, too.',
  })
  @ApiNoContentResponse({ description: 'The session has ended.' })
  async logout(
    @CurrentUser() caller: SessionPrincipal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.sessions.end(caller.sessionId, 'logout');
    if (caller.transport === 'cookie') this.cookies.clear(reply);
  }
}
