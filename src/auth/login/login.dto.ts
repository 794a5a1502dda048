import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength, MinLength, ValidateIf } from 'class-validator';
import type { TokenFormat } from '../../sessions/index.js';

/** Who signs in: a username or an e-mail address, and the password. */
export class LoginDto {
  @ApiPropertyOptional({
    example: 'ada@example.com',
    description: 'The e-mail address, or the username in `username`.',
  })
  @ValidateIf(({ email, username }: LoginDto) => email !== undefined || username === undefined)
  @MaxLength(320)
  @MinLength(1)
  @IsString({ message: 'email must be a string; give either email or username' })
  email?: string;

  @ApiPropertyOptional({ description: 'A username; an e-mail address is understood here too.' })
  @ValidateIf(({ username }: LoginDto) => username !== undefined)
  @MaxLength(320)
  @MinLength(1)
  @IsString()
  username?: string;

  @ApiProperty({ example: 'correct horse battery staple', format: 'password' })
  @MaxLength(1024)
  @MinLength(1)
  @IsString()
  password!: string;

  @ApiPropertyOptional({
    enum: ['jwt', 'opaque'],
    default: 'jwt',
    description: 'The kind of access token: one that any service can verify by itself, or a random one.',
  })
  @IsOptional()
  @IsIn(['jwt', 'opaque'])
  token_format?: TokenFormat;

  /** What the account is looked up by. */
  get identifier(): string {
    return this.email ?? this.username ?? '';
  }
}
