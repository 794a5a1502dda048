import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequirePermissions, SessionOnly } from '../../platform/access/index.js';
import { ApiProblems } from '../../platform/errors/index.js';
import { EXPLAIN } from '../../roles/index.js';
import { UsersErrors } from '../../users/index.js';
import { Explanation, QuestionDto, QUESTIONS } from './explanation.dto.js';
import { Explanations } from './explanations.service.js';

@SessionOnly()
@ApiTags('Administration')
@Controller('admin/explain')
export class ExplainController {
  constructor(private readonly explanations: Explanations) {}

  @Post()
  @HttpCode(200)
  @RequirePermissions(EXPLAIN)
  @ApiOperation({
    summary: 'Why a token or an account is let in or refused',
    description:
      'Every check in its order, with its outcome, by the same code that decides requests. A token is looked at as if it came in the `Authorization` header. An API key that is looked at here does not count as used.',
  })
  @ApiBody({ type: QuestionDto, examples: QUESTIONS })
  @ApiOkResponse({ description: 'The checks, and what the caller would get.', type: Explanation })
  @ApiProblems(UsersErrors.notFound)
  explain(@Body() question: QuestionDto): Promise<Explanation> {
    return this.explanations.explain(question);
  }
}
