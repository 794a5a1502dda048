import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

const TRACE = { format: 'uuid', example: '5f0c7a52-9a3e-4c0b-8d5f-2b1e6a7c9d10' };

export class FieldErrorBody {
  @ApiProperty({
    description: 'JSON pointer to the field (RFC 6901), or `?/name` of a query parameter.',
    example: '#/email',
  })
  pointer!: string;

  @ApiProperty({ example: 'must be an e-mail address' })
  detail!: string;
}

/** Every failure, as `application/problem+json` (RFC 9457 §3). */
export class ProblemBody {
  @ApiProperty({
    format: 'uri-reference',
    description: 'Where the failure is explained.',
    example: '/docs/errors#request.invalid',
  })
  type!: string;

  @ApiProperty({ example: 'Some fields are not acceptable.' })
  title!: string;

  @ApiProperty({ type: 'integer', example: 400 })
  status!: number;

  @ApiProperty({ description: 'For machines; never changes its meaning.', example: 'request.invalid' })
  code!: string;

  @ApiPropertyOptional({ description: 'What was wrong this time.' })
  detail?: string;

  @ApiProperty({ description: 'Under which the server’s log tells more; also in `X-Request-Id`.', ...TRACE })
  traceId!: string;

  @ApiPropertyOptional({ type: [FieldErrorBody], description: 'Every faulty field.' })
  errors?: readonly FieldErrorBody[];

  @ApiPropertyOptional({ description: 'The OAuth code, where there is one.', example: 'invalid_request' })
  error?: string;
}

/** Every failure of an OAuth endpoint (RFC 6749 §5.2); `code` and `traceId` are ours. */
export class OAuthErrorBody {
  @ApiProperty({ example: 'invalid_grant' })
  error!: string;

  @ApiProperty({ example: 'These credentials are not valid.' })
  error_description!: string;

  @ApiProperty({ example: 'auth.invalidGrant' })
  code!: string;

  @ApiProperty(TRACE)
  traceId!: string;
}
