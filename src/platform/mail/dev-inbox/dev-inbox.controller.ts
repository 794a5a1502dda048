import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/index.js';
import { Problem, RequestErrors } from '../../errors/index.js';
import { type MailConfig, mailConfig } from '../mail.config.js';
import { DevInbox } from './dev-inbox.js';
import { DEV_INBOX_POLICY, devInboxPage } from './dev-inbox-page.js';
import { isFromThisMachine } from './from-this-machine.js';

/** There is none in production, nor with an `SMTP_URL`: the module leaves it out. */
@ApiExcludeController()
@Controller('dev/inbox')
export class DevInboxController {
  constructor(
    private readonly inbox: DevInbox,
    @Inject(mailConfig.token) private readonly config: MailConfig,
  ) {}

  @Public()
  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (!this.config.DEV_INBOX_REMOTE && !isFromThisMachine(request))
      throw new Problem(RequestErrors.notFound, { because: 'the caller is not on this machine' });
    const mails = this.inbox.latest();
    void reply.headers({ 'content-security-policy': DEV_INBOX_POLICY, vary: 'accept' });
    if (request.headers.accept?.includes('application/json')) await reply.send({ mails });
    else await reply.type('text/html; charset=utf-8').send(devInboxPage(mails));
  }
}
