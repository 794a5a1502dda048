import { Body, Controller, Delete, Get, Header, HttpCode, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentUser, SessionOnly, type SessionPrincipal } from '../../platform/access/index.js';
import { ApiProblems, RequestErrors, ServerErrors } from '../../platform/errors/index.js';
import { RolesErrors } from '../../roles/index.js';
import { AuthErrors } from '../auth.errors.js';
import { SessionCookies } from '../cookies/session-cookies.js';
import { AccountClosure } from './account-closure.service.js';
import { AccountExports } from './account-export.service.js';
import { AccountExport, CloseAccountDto } from './close-account.dto.js';

@SessionOnly()
@ApiTags('Own account')
@Controller('me')
export class CloseAccountController {
  constructor(
    private readonly exports: AccountExports,
    private readonly closure: AccountClosure,
    private readonly cookies: SessionCookies,
  ) {}

  @Get('export')
  @Header('content-disposition', 'attachment; filename="account.json"')
  @ApiOperation({ summary: 'All that is kept about the own account' })
  @ApiOkResponse({ description: 'A file to keep.', type: AccountExport })
  @ApiProblems(RequestErrors.notFound)
  async export(@CurrentUser() caller: SessionPrincipal): Promise<AccountExport> {
    return this.exports.of(caller);
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({
    summary: 'Close the own account',
    description: 'Deletes it, with all that belongs to it. Every token is dead from the next request on.',
  })
  @ApiNoContentResponse({ description: 'The account is gone.' })
  @ApiProblems(
    AuthErrors.passwordWrong,
    AuthErrors.tooManyAttempts,
    RolesErrors.lastAdministrator,
    ServerErrors.overloaded,
  )
  async close(
    @CurrentUser() caller: SessionPrincipal,
    @Body() { password }: CloseAccountDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.closure.of(caller, password, request);
    if (caller.transport === 'cookie') this.cookies.clear(reply);
  }
}
