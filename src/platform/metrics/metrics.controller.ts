import { Controller, Get, Headers, Inject, type OnModuleInit, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public, Unlimited } from '../access/index.js';
import { equalSecrets } from '../crypto/index.js';
import { ApiProblems, Problem } from '../errors/index.js';
import { type MetricsConfig, metricsConfig, tokenOf } from './metrics.config.js';
import { MetricsErrors } from './metrics.errors.js';
import { Metrics } from './metrics.js';

/** There is none unless the settings ask for it: the module leaves it out. */
@ApiTags('Operations')
@Controller('metrics')
export class MetricsController implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    @Inject(metricsConfig.token) private readonly config: MetricsConfig,
  ) {}

  onModuleInit(): void {
    this.metrics.watchProcess();
  }

  @Public()
  @Unlimited()
  @Get()
  @ApiOperation({
    summary: 'Figures for Prometheus',
    description: 'Takes `METRICS_TOKEN` as a bearer token.',
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({ description: 'Prometheus’ text format.', schema: { type: 'string' } })
  @ApiProblems(MetricsErrors.tokenInvalid)
  async show(@Headers('authorization') authorization: string | undefined, @Res() reply: FastifyReply) {
    this.assertMayRead(authorization);
    await reply.type(this.metrics.contentType).send(await this.metrics.text());
  }

  private assertMayRead(authorization = ''): void {
    const token = tokenOf(this.config);
    if (token === undefined) return;
    const [, presented = ''] = /^Bearer +(\S+) *$/i.exec(authorization) ?? [];
    if (!equalSecrets(presented, token)) throw new Problem(MetricsErrors.tokenInvalid);
  }
}
