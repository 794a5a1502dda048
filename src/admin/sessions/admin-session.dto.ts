import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { MayBeAbsent } from '../../platform/errors/index.js';
import { PageOf, PageQuery } from '../../platform/http/index.js';
import { type Session, SessionCard, type SessionTransport, type TokenFormat } from '../../sessions/index.js';

export class SessionQuery extends PageQuery {
  @ApiPropertyOptional({
    description: 'Whose sessions.',
    format: 'uuid',
    example: '0197a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b',
  })
  @MayBeAbsent()
  @IsUUID()
  userId?: string;
}

/** A live sign-in on one device, as those see it who administer accounts. */
export class AdminSessionCard extends SessionCard {
  @ApiProperty({
    format: 'uuid',
    description: 'Whose it is.',
    example: '0197a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b',
  })
  userId!: string;

  @ApiProperty({
    description: 'The client that signed in: `sallyport` where none was named.',
    example: 'sallyport',
  })
  clientId!: string;

  @ApiProperty({ enum: ['bearer', 'cookie'], description: 'How its tokens travel.', example: 'bearer' })
  transport!: SessionTransport;

  @ApiProperty({ enum: ['jwt', 'opaque'], example: 'jwt' })
  tokenFormat!: TokenFormat;

  @ApiProperty({
    format: 'date-time',
    description: 'When it ends unless it is refreshed.',
    example: '2026-12-05T10:10:00.000Z',
  })
  idleUntil!: Date;

  @ApiProperty({
    format: 'date-time',
    description: 'When it ends in any case.',
    example: '2027-02-19T09:30:00.000Z',
  })
  expiresAt!: Date;

  static override of(session: Session, currentId?: string): AdminSessionCard {
    const { userId, clientId, transport, tokenFormat, idleUntil, expiresAt } = session;
    return {
      ...super.of(session, currentId),
      userId,
      clientId,
      transport,
      tokenFormat,
      idleUntil,
      expiresAt,
    };
  }
}

export class SessionPage extends PageOf(AdminSessionCard) {}
