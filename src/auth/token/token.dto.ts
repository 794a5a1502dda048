import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { IgnoresUnknownFields } from '../../platform/errors/index.js';
import type { TokenFormat } from '../../sessions/index.js';

/** RFC 6749 appendix A: printable ASCII. */
const VSCHAR = /^[\x20-\x7e]*$/;

/** A token request (RFC 6749 §4.3.2, §6), or `{email, password}` alone. Parameters it does not know are ignored (§3.2). */
@IgnoresUnknownFields()
export class TokenDto {
  @ApiPropertyOptional({ enum: ['password', 'refresh_token'], default: 'password' })
  @IsOptional()
  @IsString()
  grant_type?: string;

  @ApiPropertyOptional({ description: 'For `password`: username or e-mail address.' })
  @IsOptional()
  @MaxLength(320)
  @MinLength(1)
  @IsString()
  username?: string;

  @ApiPropertyOptional({ example: 'ada@example.com', description: 'For `password`: the same as `username`.' })
  @IsOptional()
  @MaxLength(320)
  @MinLength(1)
  @IsString()
  email?: string;

  @ApiPropertyOptional({ example: 'correct horse battery staple', format: 'password' })
  @IsOptional()
  @MaxLength(1024)
  @MinLength(1)
  @IsString()
  password?: string;

  @ApiPropertyOptional({ description: 'For `refresh_token`.' })
  @IsOptional()
  @MaxLength(4096)
  @IsString()
  refresh_token?: string;

  @ApiPropertyOptional({
    description: 'A name for the client; its refresh tokens are good for no other.',
    maxLength: 100,
  })
  @IsOptional()
  @Matches(VSCHAR, { message: '$property must be printable ASCII' })
  @MaxLength(100)
  @IsString()
  client_id?: string;

  @ApiPropertyOptional({ description: 'Must be empty: no client secrets are configured.' })
  @IsOptional()
  @MaxLength(256)
  @IsString()
  client_secret?: string;

  @ApiPropertyOptional({ enum: ['jwt', 'opaque'], default: 'jwt' })
  @IsOptional()
  @IsIn(['jwt', 'opaque'])
  token_format?: TokenFormat;
}
