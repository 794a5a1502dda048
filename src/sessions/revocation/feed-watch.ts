import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthChecks } from '../../platform/health/index.js';
import { Metrics } from '../../platform/metrics/index.js';
import { Revocations } from './revocations.service.js';

/** Shows to operators how well this node knows what is void. */
@Injectable()
export class FeedWatch implements OnModuleInit {
  constructor(
    private readonly revocations: Revocations,
    private readonly health: HealthChecks,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.health.register('revocations', () => this.revocations.assertFresh());
    this.metrics.gauge(
      'sallyport_revocation_index_entries',
      'Sessions, tokens and epochs that this node knows to be void.',
      () => this.revocations.size,
    );
    this.metrics.gauge(
      'sallyport_revocation_feed_age_seconds',
      'For how long this node has not read what others revoked.',
      () => this.revocations.age,
    );
  }
}
