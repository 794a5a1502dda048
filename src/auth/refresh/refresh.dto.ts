import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { MayBeAbsent } from '../../platform/errors/index.js';

const refresh_token = 'sp_rt_0Jm1K2b7nP4qR5sT6uV7wX8yZ9aB0cD1eF2gH3iJ4kL';

/** Bodies to try. */
export const REFRESH_EXAMPLES = {
  'with a refresh token': { value: { refresh_token } },
  'with cookies': { value: {} },
};

export class RefreshDto {
  @ApiPropertyOptional({
    description: 'Without it, the cookie is used.',
    example: refresh_token,
  })
  @MayBeAbsent()
  @MaxLength(4096)
  @IsString()
  refresh_token?: string;

  @ApiPropertyOptional({
    example: 'mobile-app',
    description: 'The client that signed in, where it named one.',
  })
  @MayBeAbsent()
  @MaxLength(100)
  @IsString()
  client_id?: string;
}
