import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { IgnoresUnknownFields, MayBeAbsent } from '../../platform/errors/index.js';

/** A token to look at or to take back (RFC 7662 §2.1, RFC 7009 §2.1), and who asks. */
@IgnoresUnknownFields()
export class TokenQuestionDto {
  @ApiProperty({
    description: 'An access token in either format, an API key, or a refresh token.',
    example: 'sp_at_0Jm1K2b7nP4qR5sT6uV7wX8yZ9aB0cD1eF2gH3iJ4kL',
  })
  @MaxLength(8192)
  @IsString()
  token!: string;

  @ApiPropertyOptional({
    description: 'Ignored: what kind of token it is can be seen.',
    example: 'access_token',
  })
  @MayBeAbsent()
  @IsString()
  token_type_hint?: string;

  @ApiPropertyOptional({
    description: 'The client, where it does not authenticate with Basic.',
    example: 'billing',
  })
  @MayBeAbsent()
  @MaxLength(100)
  @IsString()
  client_id?: string;

  @ApiPropertyOptional({ description: 'Its secret.', example: 'a-secret-of-24-characters-or-more' })
  @MayBeAbsent()
  @MaxLength(256)
  @IsString()
  client_secret?: string;
}

/** RFC 7662 §2.2. */
export class IntrospectionResponse {
  @ApiProperty({ description: 'Whether it is good at this moment. If not, nothing else is told.' })
  active!: boolean;

  @ApiPropertyOptional({ enum: ['Bearer'] })
  token_type?: 'Bearer';

  @ApiPropertyOptional({
    description: 'The client it was issued to; an API key was issued to none.',
    example: 'sallyport',
  })
  client_id?: string;

  @ApiPropertyOptional({
    description: 'The user.',
    format: 'uuid',
    example: '0197a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b',
  })
  sub?: string;

  @ApiPropertyOptional({
    description: 'The session; an API key has none.',
    format: 'uuid',
    example: '0197a1b2-9f3d-7c4e-8a5b-6c7d8e9f0a1b',
  })
  sid?: string;

  @ApiPropertyOptional({ type: 'integer', example: 1795248136 })
  exp?: number;

  @ApiPropertyOptional({ type: 'integer', example: 1795247536 })
  iat?: number;

  @ApiPropertyOptional({ example: 'http://localhost:3000' })
  iss?: string;

  @ApiPropertyOptional({ example: 'http://localhost:3000' })
  aud?: string;

  @ApiPropertyOptional({ format: 'uuid', example: '0197a1b2-a001-7c4e-8a5b-6c7d8e9f0a1b' })
  jti?: string;

  @ApiPropertyOptional({ type: 'integer', example: 1795247536 })
  auth_time?: number;

  @ApiPropertyOptional({ type: [String], example: ['pwd'] })
  amr?: readonly string[];

  @ApiPropertyOptional({ type: [String], example: ['user'] })
  roles?: readonly string[];

  @ApiPropertyOptional({
    description:
      'The permissions that an API key is limited to, as far as its owner has them at this moment.',
    example: 'reports:read',
  })
  scope?: string;
}
