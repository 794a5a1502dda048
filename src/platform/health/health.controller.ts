import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public, Unlimited } from '../access/index.js';
import { LiveAnswer, ReadyAnswer } from './health.dto.js';
import { HealthChecks } from './health-checks.js';

@ApiTags('Operations')
@Controller('health')
export class HealthController {
  constructor(private readonly health: HealthChecks) {}

  @Public()
  @Unlimited()
  @Get('live')
  @ApiOperation({
    summary: 'Whether this server lives',
    description: 'Answers as long as the process does anything at all. Who gets no answer restarts it.',
  })
  @ApiOkResponse({ description: 'It lives.', type: LiveAnswer })
  live(): LiveAnswer {
    return new LiveAnswer();
  }

  @Public()
  @Unlimited()
  @Get('ready')
  @ApiOperation({
    summary: 'Whether this server is to be sent requests',
    description: 'Names each check and its state; the log says why one fails. It comes back by itself.',
  })
  @ApiOkResponse({
    description: 'No check fails. What is degraded, the server does without.',
    type: ReadyAnswer,
  })
  @ApiServiceUnavailableResponse({
    description: 'One fails, or the server is about to stop.',
    type: ReadyAnswer,
  })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadyAnswer> {
    const answer = new ReadyAnswer(await this.health.states());
    void reply.status(answer.status === 'ready' ? 200 : 503);
    return answer;
  }
}
