import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequirePermissions } from '../../platform/access/index.js';
import { AuditReading } from '../../platform/audit/index.js';
import { ApiProblems, RequestErrors } from '../../platform/errors/index.js';
import { pageOf, positionOf } from '../../platform/http/index.js';
import { AuditCard, AuditPage, AuditQuery } from './audit.dto.js';

@ApiTags('Administration')
@Controller('admin/audit')
export class AuditController {
  constructor(private readonly reading: AuditReading) {}

  @Get()
  @RequirePermissions('audit:read')
  @ApiOperation({
    summary: 'What happened, the newest first',
    description: 'That somebody looked is recorded as well (`audit.read`), with what they looked for.',
  })
  @ApiProblems(RequestErrors.invalid)
  @ApiOkResponse({ description: 'A page of the audit log.', type: AuditPage })
  async list(@Query() query: AuditQuery): Promise<AuditPage> {
    const { type, userId, actor, outcome, since, until } = query;
    const question = { type, userId, actor, outcome, since, until };
    const events = await this.reading.page(
      question,
      query.limit + 1,
      positionOf(query, ['number', 'number']),
    );
    return pageOf(events, query, ({ at, seq }) => [at.getTime(), seq], AuditCard.of);
  }
}
