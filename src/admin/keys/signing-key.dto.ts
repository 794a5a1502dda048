import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import type { KeyRing, KeyStanding } from '../../keys/index.js';
import { MayBeAbsent } from '../../platform/errors/index.js';

const STANDINGS: readonly KeyStanding[] = ['next', 'active', 'retired', 'expired', 'distrusted'];

/** A key that signs access tokens, without the key itself. */
export class SigningKeyCard {
  @ApiProperty({
    description: 'Its name: the thumbprint of the public key (RFC 7638).',
    example: 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs',
  })
  kid!: string;

  @ApiProperty({ example: 'ES256' })
  algorithm!: string;

  @ApiProperty({
    enum: STANDINGS,
    description:
      '`next` is published only, `active` signs, `retired` verifies what it signed, `expired` is needed no more, `distrusted` is void with all it signed.',
    example: 'active',
  })
  standing!: KeyStanding;

  @ApiProperty({ format: 'date-time', example: '2026-11-21T09:30:00.000Z' })
  createdAt!: Date;

  @ApiProperty({ format: 'date-time', example: '2026-11-21T09:40:00.000Z' })
  signsFrom!: Date;

  @ApiProperty({ type: Date, nullable: true, example: null })
  distrustedAt!: Date | null;

  static of({ row, standing }: ReturnType<KeyRing['standings']>[number]): SigningKeyCard {
    const { kid, algorithm, createdAt, signsFrom, distrustedAt } = row;
    return { kid, algorithm, standing, createdAt, signsFrom, distrustedAt };
  }
}

export class RotationDto {
  @ApiPropertyOptional({
    description:
      'Whether the new key signs in five seconds and not in ten minutes: other services may refuse its tokens until they read the JWKS again.',
    example: false,
  })
  @MayBeAbsent()
  @IsBoolean()
  atOnce?: boolean;
}
