import { setTimeout as wait } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Config } from '../config/index.js';
import { healthConfig } from './health.config.js';
import { HealthChecks } from './health-checks.js';

/** Says that the server is about to stop, and leaves balancers the time to hear it. */
@Injectable()
export class Leaving implements OnModuleInit, OnModuleDestroy {
  private isLeaving = false;

  constructor(
    private readonly health: HealthChecks,
    private readonly server: HttpAdapterHost,
    @Inject(healthConfig.token) private readonly config: Config<typeof healthConfig>,
  ) {}

  onModuleInit(): void {
    this.health.register('running', () => {
      if (this.isLeaving) throw new Error('the server was asked to stop');
    });
  }

  /** The first that Nest calls, before it closes anything. A command, which listens to nobody, ends at once. */
  async onModuleDestroy(): Promise<void> {
    this.isLeaving = true;
    const { SHUTDOWN_DELAY: seconds } = this.config;
    if (seconds === 0 || !this.server.listening) return;
    new Logger('Health').log(`Asked to stop: not ready from now on, closing in ${seconds} s`);
    await wait(seconds * 1000);
  }
}
