import { ApiProperty } from '@nestjs/swagger';
import { deviceOf } from './device.js';
import type { Session } from './session.entity.js';

/** A sign-in on one device, as its owner sees it. */
export class SessionCard {
  @ApiProperty({ format: 'uuid', example: '0197a1b2-9f3d-7c4e-8a5b-6c7d8e9f0a1b' })
  id!: string;

  @ApiProperty({ description: 'What its user agent says of it.', example: 'Firefox on Linux' })
  device!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'From where it signed in.',
    example: '203.0.113.7',
  })
  address!: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-11-21T09:30:00.000Z' })
  createdAt!: Date;

  @ApiProperty({ format: 'date-time', description: 'Its last refresh.', example: '2026-11-21T10:10:00.000Z' })
  lastUsedAt!: Date;

  @ApiProperty({ description: 'Whether it is the one that asks.' })
  current!: boolean;

  static of({ id, userAgent, address, createdAt, lastUsedAt }: Session, currentId?: string): SessionCard {
    return { id, device: deviceOf(userAgent), address, createdAt, lastUsedAt, current: id === currentId };
  }
}

export class EndedSessions {
  @ApiProperty({ type: 'integer', description: 'How many sessions were ended.', example: 2 })
  ended!: number;
}
