import { Controller, Delete, Get, HttpCode } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentUser, SessionOnly, type SessionPrincipal } from '../platform/access/index.js';
import { ApiProblems, Problem } from '../platform/errors/index.js';
import { IdParam } from '../platform/http/index.js';
import { EndedSessions, SessionCard } from './session.dto.js';
import { SessionsErrors } from './sessions.errors.js';
import { SessionsService } from './sessions.service.js';

@SessionOnly()
@ApiTags('Own account')
@Controller('sessions')
export class SessionsController {
  constructor(private readonly sessions: SessionsService) {}

  @Get()
  @ApiOperation({ summary: 'Own sessions, by device, the most recently used first' })
  @ApiOkResponse({ description: 'The live sessions.', type: [SessionCard] })
  async list(@CurrentUser() caller: SessionPrincipal): Promise<SessionCard[]> {
    const sessions = await this.sessions.liveSessionsOf(caller.userId);
    return sessions.map((session) => SessionCard.of(session, caller.sessionId));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    summary: 'End one own session',
    description: 'Its tokens are refused from the next request on.',
  })
  @ApiParam({
    name: 'id',
    description: 'From `GET /sessions`.',
    format: 'uuid',
    example: '0197a1b2-9f3d-7c4e-8a5b-6c7d8e9f0a1b',
  })
  @ApiNoContentResponse({ description: 'It has ended.' })
  @ApiProblems(SessionsErrors.notFound)
  async end(
    @CurrentUser() caller: SessionPrincipal,
    @IdParam('id', SessionsErrors.notFound) id: string,
  ): Promise<void> {
    if (!(await this.sessions.endOwn(caller.userId, id))) throw new Problem(SessionsErrors.notFound);
  }

  @Delete()
  @ApiOperation({ summary: 'End all own sessions but this one' })
  @ApiOkResponse({ description: 'They have ended.', type: EndedSessions })
  async endOthers(@CurrentUser() caller: SessionPrincipal): Promise<EndedSessions> {
    return { ended: await this.sessions.endOthers(caller.userId, caller.sessionId) };
  }
}
