import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Poll } from '../../clock/index.js';
import { type AuditConfig, auditConfig } from '../audit.config.js';
import { AuditTally } from '../audit-tally.js';
import { AuditChain } from './audit-chain.js';
import { AuditRetention } from './audit-retention.js';

/** Seconds between two looks at what has grown old. */
const TRIM_EVERY = 600;

const UNCHAINED = 'The audit log could not be chained; its records wait, and it is tried again';
const UNTRIMMED = 'What is old could not be removed from the audit log; it is tried again';

/** Chains and trims the audit log, from when the server listens: a command leaves both to it. */
@Injectable()
export class AuditKeeper implements OnModuleInit, BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly logger = new Logger('Audit');
  private readonly chaining: Poll;
  private readonly trimming: Poll;

  constructor(
    private readonly chain: AuditChain,
    private readonly retention: AuditRetention,
    private readonly tally: AuditTally,
    private readonly server: HttpAdapterHost,
    @Inject(auditConfig.token) config: AuditConfig,
  ) {
    this.chaining = new Poll(() => chain.catchUp(), config.AUDIT_CHAIN_EVERY, this.logger, UNCHAINED);
    this.trimming = new Poll(() => retention.trim(), TRIM_EVERY, this.logger, UNTRIMMED);
  }

  onModuleInit(): void {
    this.server.listen$.subscribe(() => {
      this.chaining.start();
      this.trimming.start();
    });
  }

  /** What requests that are still under way write is chained by whoever comes next. */
  async beforeApplicationShutdown(): Promise<void> {
    this.retention.stop();
    await Promise.all([this.chaining.stop(), this.trimming.stop()]);
    await this.tally.save();
    if (!this.isServing) return;
    await this.chain.catchUp().catch((error: unknown) => this.logger.error(UNCHAINED, String(error)));
  }

  /** HTTP has finished what it accepted: what was refused meanwhile is recorded as well. */
  async onApplicationShutdown(): Promise<void> {
    await this.tally.stop();
  }

  private get isServing(): boolean {
    return Boolean(this.server.httpAdapter?.getHttpServer()?.listening);
  }
}
