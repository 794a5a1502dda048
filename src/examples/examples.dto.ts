import { ApiProperty } from '@nestjs/swagger';
import type { Session } from '../sessions/index.js';
import { Profile } from '../users/index.js';

export class Welcome {
  @ApiProperty({ example: 'Welcome, Ada Lovelace!' })
  message!: string;
}

/** A sign-in on one device, as its owner sees it. */
export class SessionCard {
  @ApiProperty({ format: 'uuid', example: '0197a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b' })
  id!: string;

  @ApiProperty({ type: String, nullable: true, example: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0' })
  userAgent!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '203.0.113.7' })
  address!: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-11-21T09:30:00.000Z' })
  createdAt!: Date;

  @ApiProperty({ format: 'date-time', example: '2026-11-21T10:15:00.000Z' })
  lastUsedAt!: Date;

  static of({ id, userAgent, address, createdAt, lastUsedAt }: Session): SessionCard {
    return { id, userAgent, address, createdAt, lastUsedAt };
  }
}

export class Dashboard {
  @ApiProperty({ type: Profile })
  account!: Profile;

  @ApiProperty({ type: SessionCard, nullable: true })
  thisSession!: SessionCard | null;

  @ApiProperty({ type: [SessionCard] })
  otherSessions!: SessionCard[];
}

export class Report {
  @ApiProperty({ example: 'Only administrators read this.' })
  message!: string;
}
