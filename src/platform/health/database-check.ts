import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { HealthChecks } from './health-checks.js';

@Injectable()
export class DatabaseCheck implements OnModuleInit {
  constructor(
    private readonly health: HealthChecks,
    private readonly dataSource: DataSource,
  ) {}

  onModuleInit(): void {
    this.health.register('database', () => this.dataSource.query('SELECT 1'));
  }
}
