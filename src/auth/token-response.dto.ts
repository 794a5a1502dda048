import { ApiProperty } from '@nestjs/swagger';
import type { TokenGrant } from '../tokens/index.js';

/** Tokens, by the names of RFC 6749 §5.1. */
export class TokenResponse {
  @ApiProperty({
    description:
      'For `Authorization: Bearer`: a JWT (RFC 9068), or with `token_format: opaque` a random text.',
    example: 'eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6Ii4uLiJ9.eyJzdWIiOiIuLi4ifQ.c2lnbmF0dXJl',
  })
  access_token!: string;

  @ApiProperty({ enum: ['Bearer'] })
  token_type!: 'Bearer';

  @ApiProperty({ type: 'integer', description: 'Seconds until the access token expires.', example: 600 })
  expires_in!: number;

  @ApiProperty({
    description: 'Good for one use, at `POST /refresh`.',
    example: 'sp_rt_0Jm1K2b7nP4qR5sT6uV7wX8yZ9aB0cD1eF2gH3iJ4kL',
  })
  refresh_token!: string;

  static of({ accessToken, expiresIn, refreshToken }: TokenGrant): TokenResponse {
    return {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: expiresIn,
      refresh_token: refreshToken,
    };
  }
}

/** What a page learns of a session in cookies, which it cannot read. */
export class CookieSession {
  @ApiProperty({
    type: 'integer',
    description: 'Seconds until the access token in the cookie expires.',
    example: 600,
  })
  expires_in!: number;

  @ApiProperty({
    description: 'To be sent in `X-CSRF-Token` with every request that changes something.',
    example: '0197a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b.Vd5nW3Yk0b7QmE2xJr8tLs1uHc4zGf6aPi9oKdNeRwM',
  })
  csrf_token!: string;
}
