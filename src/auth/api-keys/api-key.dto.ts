import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsInt, IsString, Max, MaxLength, Min } from 'class-validator';
import type { ApiKey } from '../../credentials/api-keys/index.js';
import { MayBeAbsent } from '../../platform/errors/index.js';
import { IsDisplayName } from '../../users/index.js';

export class NewApiKeyDto {
  @ApiProperty({ description: 'What to call it.', minLength: 1, maxLength: 200, example: 'nightly backup' })
  @IsDisplayName()
  name!: string;

  @ApiPropertyOptional({
    description:
      'The permissions it is limited to; they must be its owner’s. A key with scopes holds no role. Without this field, it may all that its owner may.',
    type: [String],
    maxItems: 100,
    example: [],
  })
  @MayBeAbsent()
  @MaxLength(64, { each: true })
  @IsString({ each: true })
  @ArrayMaxSize(100)
  @IsArray()
  scopes?: string[];

  @ApiPropertyOptional({
    description:
      'For how many seconds it is good: a year at most, or less by `API_KEY_MAX_TTL`. Without this field, 90 days, or what `API_KEY_TTL` says.',
    type: 'integer',
    minimum: 60,
    maximum: 31_536_000,
    example: 2_592_000,
  })
  @MayBeAbsent()
  @Max(31_536_000)
  @Min(60)
  @IsInt()
  expiresIn?: number;
}

/** An API key as its owner sees it, without the key itself. */
export class ApiKeyCard {
  @ApiProperty({ format: 'uuid', example: '0197a1b2-c4d5-7c4e-8a5b-6c7d8e9f0a1b' })
  id!: string;

  @ApiProperty({ example: 'nightly backup' })
  name!: string;

  @ApiProperty({
    type: [String],
    nullable: true,
    description: 'The permissions it is limited to; null for all that its owner has.',
    example: ['reports:read'],
  })
  scopes!: readonly string[] | null;

  @ApiProperty({ format: 'date-time', example: '2026-11-21T09:30:00.000Z' })
  createdAt!: Date;

  @ApiProperty({ format: 'date-time', example: '2027-02-19T09:30:00.000Z' })
  expiresAt!: Date;

  @ApiProperty({
    type: Date,
    nullable: true,
    description: 'To the minute.',
    example: '2026-11-22T03:00:00.000Z',
  })
  lastUsedAt!: Date | null;

  static of({ id, name, scopes, createdAt, expiresAt, lastUsedAt }: ApiKey): ApiKeyCard {
    return { id, name, scopes, createdAt, expiresAt, lastUsedAt };
  }
}

export class MadeApiKeyCard extends ApiKeyCard {
  @ApiProperty({
    description: 'The key itself. It is shown this once, and cannot be had again.',
    example: 'sp_key_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA2a8jWt',
  })
  key!: string;
}
