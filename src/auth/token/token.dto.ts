import { ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { IsIn, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { IgnoresUnknownFields, MayBeAbsent } from '../../platform/errors/index.js';
import type { TokenFormat } from '../../sessions/index.js';

const password = 'correct horse battery staple';
const refresh_token = 'sp_rt_0Jm1K2b7nP4qR5sT6uV7wX8yZ9aB0cD1eF2gH3iJ4kL';

/** Bodies to try. */
export const TOKEN_EXAMPLES = {
  'grant_type password': { value: { grant_type: 'password', username: 'ada@example.com', password } },
  'e-mail address and password alone': { value: { email: 'ada@example.com', password } },
  'grant_type refresh_token': { value: { grant_type: 'refresh_token', refresh_token } },
};

/** RFC 6749 appendix A: printable ASCII. */
const VSCHAR = /^[\x20-\x7e]*$/;

/** A token request (RFC 6749 §4.3.2, §6), or `{email, password}` alone. Parameters it does not know are ignored (§3.2). */
@IgnoresUnknownFields()
export class TokenDto {
  @ApiPropertyOptional({
    enum: ['password', 'refresh_token'],
    default: 'password',
    description: 'What is exchanged for tokens.',
  })
  @MayBeAbsent()
  @IsString()
  grant_type?: string;

  @ApiPropertyOptional({
    example: 'ada@example.com',
    description: 'For `password`: username or e-mail address.',
  })
  @MayBeAbsent()
  @MaxLength(320)
  @MinLength(1)
  @IsString()
  username?: string;

  @ApiPropertyOptional({ example: 'ada@example.com', description: 'For `password`: in place of `username`.' })
  @MayBeAbsent()
  @MaxLength(320)
  @MinLength(1)
  @IsString()
  email?: string;

  @ApiPropertyOptional({
    example: password,
    format: 'password',
    description: 'For `password`.',
  })
  @MayBeAbsent()
  @MaxLength(1024)
  @MinLength(1)
  @IsString()
  password?: string;

  @ApiPropertyOptional({
    example: refresh_token,
    description: 'For `refresh_token`.',
  })
  @MayBeAbsent()
  @MaxLength(4096)
  @IsString()
  refresh_token?: string;

  @ApiPropertyOptional({
    example: 'mobile-app',
    description: 'A name for the client; its refresh tokens are good for no other.',
    maxLength: 100,
  })
  @MayBeAbsent()
  @Matches(VSCHAR, { message: '$property must be printable ASCII' })
  @MaxLength(100)
  @IsString()
  client_id?: string;

  @ApiPropertyOptional({
    example: '',
    description:
      'The secret of a client in `OAUTH_CLIENTS`, where it does not authenticate with Basic; else empty.',
  })
  @MayBeAbsent()
  @MaxLength(256)
  @IsString()
  client_secret?: string;

  @ApiPropertyOptional({
    example: '',
    description: 'Tokens have no scopes: what they may do follows from the roles. Empty, or left out.',
  })
  @MayBeAbsent()
  @MaxLength(1000)
  @IsString()
  scope?: string;

  @ApiPropertyOptional({
    enum: ['jwt', 'opaque'],
    default: 'jwt',
    description: 'The kind of access token: one that any service can verify by itself, or a random one.',
  })
  @MayBeAbsent()
  @IsIn(['jwt', 'opaque'])
  token_format?: TokenFormat;
}

/** What the documentation offers as a form: a page sends all fields of a form, and `email` may not stand beside `username`. */
export class TokenForm extends OmitType(TokenDto, ['email']) {}
