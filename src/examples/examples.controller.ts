import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentUser, type Principal, Roles } from '../platform/access/index.js';
import { ApiProblems, Problem, RequestErrors } from '../platform/errors/index.js';
import { SessionCard, SessionsService } from '../sessions/index.js';
import { Profile, type User, UsersService } from '../users/index.js';
import { Dashboard, Report, Welcome } from './examples.dto.js';

/** How to protect routes of your own. Nothing imports it: CONTRIBUTING.md says how to delete it. */
@ApiTags('Examples')
@Controller()
export class ExamplesController {
  constructor(
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
  ) {}

  @Get('welcome')
  @ApiOperation({ summary: 'For anybody who is signed in' })
  @ApiOkResponse({ description: 'A greeting by name.', type: Welcome })
  @ApiProblems(RequestErrors.notFound)
  async welcome(@CurrentUser() caller: Principal): Promise<Welcome> {
    const { displayName, username, email } = await this.accountOf(caller);
    return { message: `Welcome, ${displayName ?? username ?? email}!` };
  }

  @Get('dashboard')
  @ApiOperation({ summary: 'Own account at a glance: roles, this session and the others' })
  @ApiOkResponse({ description: 'The account and its live sessions.', type: Dashboard })
  @ApiProblems(RequestErrors.notFound)
  async dashboard(@CurrentUser() caller: Principal): Promise<Dashboard> {
    const sessions = await this.sessions.liveSessionsOf(caller.userId);
    const cards = sessions.map((session) => SessionCard.of(session, caller.sessionId));
    return {
      account: Profile.of(await this.accountOf(caller), caller.roles),
      thisSession: cards.find(({ current }) => current) ?? null,
      otherSessions: cards.filter(({ current }) => !current),
    };
  }

  @Get('reports')
  @Roles('admin')
  @ApiOperation({ summary: 'For administrators' })
  @ApiOkResponse({ description: 'The report.', type: Report })
  reports(): Report {
    return { message: 'Only administrators read this.' };
  }

  private async accountOf(caller: Principal): Promise<User> {
    const user = await this.users.findById(caller.userId);
    if (!user)
      throw new Problem(RequestErrors.notFound, { because: 'the account was deleted during the request' });
    return user;
  }
}
