import { ApiProperty } from '@nestjs/swagger';
import type { CheckState } from './health-checks.js';

export class LiveAnswer {
  @ApiProperty({ enum: ['live'] })
  status = 'live' as const;
}

export class ReadyAnswer {
  @ApiProperty({ enum: ['ready', 'notReady'] })
  readonly status: 'ready' | 'notReady';

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string', enum: ['ok', 'degraded', 'failing'] },
    example: { running: 'ok', database: 'ok', keys: 'ok', revocations: 'ok' },
  })
  readonly checks: Record<string, CheckState>;

  constructor(checks: Record<string, CheckState>) {
    this.status = Object.values(checks).every((state) => state !== 'failing') ? 'ready' : 'notReady';
    this.checks = checks;
  }
}
