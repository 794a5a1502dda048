import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OneTimeTokensErrors } from '../../credentials/one-time-tokens/index.js';
import { Public } from '../../platform/access/index.js';
import { ApiProblems } from '../../platform/errors/index.js';
import { UsersErrors } from '../../users/index.js';
import { ConfirmEmailDto } from './change-email.dto.js';
import { EmailChange } from './email-change.js';

@ApiTags('By mail')
@Controller('confirm-email')
export class ConfirmEmailController {
  constructor(private readonly changes: EmailChange) {}

  @Public()
  @Post()
  @HttpCode(204)
  @ApiOperation({
    summary: 'Confirm a new e-mail address with a mailed token',
    description: 'Ends every session, and tells the old address.',
  })
  @ApiNoContentResponse({ description: 'The account has the new address.' })
  @ApiProblems(OneTimeTokensErrors.invalid, UsersErrors.emailTaken)
  async confirm(@Body() { token }: ConfirmEmailDto): Promise<void> {
    await this.changes.confirm(token);
  }
}
