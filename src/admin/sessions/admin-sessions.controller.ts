import { Controller, Delete, Get, HttpCode, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AccessWithdrawal } from '../../auth/index.js';
import {
  CurrentUser,
  type Principal,
  RequirePermissions,
  type SessionPrincipal,
} from '../../platform/access/index.js';
import { ApiId, IdParam } from '../../platform/http/index.js';
import { ApiProblems, Problem, RequestErrors } from '../../platform/errors/index.js';
import { SessionsErrors } from '../../sessions/index.js';
import { Administers } from '../administers.js';
import { SessionPage, SessionQuery } from './admin-session.dto.js';
import { SessionOverview } from './session-overview.js';

@ApiTags('Administration')
@Controller('admin/sessions')
export class AdminSessionsController {
  constructor(
    private readonly overview: SessionOverview,
    private readonly withdrawal: AccessWithdrawal,
  ) {}

  @Get()
  @RequirePermissions('sessions:read')
  @ApiOperation({ summary: "Everyone's live sessions, the newest first" })
  @ApiOkResponse({ description: 'One page.', type: SessionPage })
  @ApiProblems(RequestErrors.invalid)
  async list(@CurrentUser() { sessionId }: Principal, @Query() query: SessionQuery): Promise<SessionPage> {
    return this.overview.page(query, sessionId);
  }

  @Delete(':id')
  @HttpCode(204)
  @Administers('sessions:write', SessionsErrors.notFound)
  @ApiOperation({
    summary: "End anyone's session",
    description: 'Its tokens are refused from the next request on.',
  })
  @ApiId('id', 'From `GET /admin/sessions`.')
  @ApiNoContentResponse({ description: 'It has ended.' })
  async end(
    @CurrentUser() caller: SessionPrincipal,
    @IdParam('id', SessionsErrors.notFound) id: string,
  ): Promise<void> {
    if (!(await this.withdrawal.ofSession(caller, id))) throw new Problem(SessionsErrors.notFound);
  }
}
