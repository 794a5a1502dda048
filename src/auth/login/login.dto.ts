import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength, MinLength } from 'class-validator';
import { MayBeAbsent, StandsAlone, UnlessGiven } from '../../platform/errors/index.js';
import type { TokenFormat } from '../../sessions/index.js';

const password = 'correct horse battery staple';

/** Bodies to try. */
export const LOGIN_EXAMPLES = {
  'by e-mail address': { value: { email: 'ada@example.com', password } },
  'by username': { value: { username: 'ada', password } },
  'with an opaque access token': { value: { email: 'ada@example.com', password, token_format: 'opaque' } },
};

/** Who signs in: a username or an e-mail address, and the password. */
export class LoginDto {
  @ApiPropertyOptional({
    example: 'ada@example.com',
    description: 'The e-mail address, or the username in `username`.',
  })
  @UnlessGiven('username')
  @MaxLength(320)
  @MinLength(1)
  @IsString({ message: 'email must be a string; give either email or username' })
  email?: string;

  @ApiPropertyOptional({
    example: 'ada',
    description: 'A username; an e-mail address is understood here too.',
  })
  @MayBeAbsent()
  @StandsAlone('email') // two names could be of two people
  @MaxLength(320)
  @MinLength(1)
  @IsString()
  username?: string;

  @ApiProperty({ example: password, format: 'password' })
  @MaxLength(1024)
  @MinLength(1)
  @IsString()
  password!: string;

  @ApiPropertyOptional({
    enum: ['jwt', 'opaque'],
    default: 'jwt',
    description: 'The kind of access token: one that any service can verify by itself, or a random one.',
  })
  @MayBeAbsent()
  @IsIn(['jwt', 'opaque'])
  token_format?: TokenFormat;

  /** What the account is looked up by. */
  get identifier(): string {
    return this.email ?? this.username ?? '';
  }
}
