import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { MayBeAbsent, StandsAlone, UnlessGiven } from '../../platform/errors/index.js';
import { OUTCOMES, type Step } from './steps.js';

/** Bodies to try. */
export const QUESTIONS = {
  'a token and a route': {
    value: { token: 'sp_at_0Jm1K2b7nP4qR5sT6uV7wX8yZ9aB0cD1eF2gH3iJ4kL', route: 'GET /reports' },
  },
  'an account and a permission': { value: { user: 'ada@example.com', permission: 'reports:read' } },
};

/** Who would come, and to what. */
export class QuestionDto {
  @ApiPropertyOptional({
    description: 'An access token in either format, or an API key. It is neither kept nor shown.',
    example: 'sp_at_0Jm1K2b7nP4qR5sT6uV7wX8yZ9aB0cD1eF2gH3iJ4kL',
  })
  @UnlessGiven('user')
  @MaxLength(8192)
  @MinLength(1)
  @IsString({ message: 'token must be a string; give either token or user' })
  token?: string;

  @ApiPropertyOptional({
    description: 'Instead of a token: an account, by id, e-mail address or username.',
    example: 'ada@example.com',
  })
  @MayBeAbsent()
  @StandsAlone('token')
  @MaxLength(320)
  @MinLength(1)
  @IsString()
  user?: string;

  @ApiPropertyOptional({
    description: 'A method and a path, as a request has them.',
    example: 'GET /reports',
  })
  @UnlessGiven('permission')
  @Matches(/^(GET|HEAD|POST|PUT|PATCH|DELETE) \/\S*$/, { message: 'route must be such as GET /reports' })
  @MaxLength(2048)
  @IsString({ message: 'route must be a string; give either route or permission' })
  route?: string;

  @ApiPropertyOptional({
    description: 'Instead of a route: the name of a permission.',
    example: 'reports:read',
  })
  @MayBeAbsent()
  @StandsAlone('route')
  @MaxLength(64)
  @MinLength(1)
  @IsString()
  permission?: string;
}

const KINDS = ['jwt', 'opaque', 'apiKey', 'person', 'service', 'unknown'] as const;
const uuid = { format: 'uuid', example: '0197a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b' };

/** Who would come, as far as that is certain. */
export class Subject {
  @ApiProperty({ enum: KINDS })
  readonly kind!: (typeof KINDS)[number];

  @ApiPropertyOptional({ description: 'The account.', ...uuid })
  readonly userId?: string;

  @ApiPropertyOptional({ description: 'The `sid` of the token.', ...uuid })
  readonly sessionId?: string;

  @ApiPropertyOptional({ description: 'The `jti` of the token, or the id of the API key.', ...uuid })
  readonly tokenId?: string;

  @ApiPropertyOptional({ description: 'The client it was issued to.', example: 'sallyport' })
  readonly clientId?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  readonly issuedAt?: Date;

  @ApiPropertyOptional({ format: 'date-time' })
  readonly expiresAt?: Date;

  @ApiPropertyOptional({ type: 'integer', description: 'That of the account when it was issued.' })
  readonly epoch?: number;

  @ApiPropertyOptional({ type: [String], example: ['user'] })
  readonly roles?: readonly string[];

  @ApiPropertyOptional({ type: [String], example: ['reports:read'] })
  readonly permissions?: readonly string[];
}

export class ExplainedStep implements Step {
  @ApiProperty({ description: 'The name of the check.', example: 'signature' })
  readonly check!: string;

  @ApiProperty({ enum: OUTCOMES, description: 'A check that comes after one that failed is not reached.' })
  readonly outcome!: Step['outcome'];

  @ApiProperty({ example: 'The signature is genuine.' })
  readonly because!: string;
}

export class Verdict {
  @ApiProperty()
  readonly allowed!: boolean;

  @ApiPropertyOptional({ type: 'integer', description: 'What the caller would get.', example: 403 })
  readonly status?: number;

  @ApiPropertyOptional({ example: 'role.roleRequired' })
  readonly code?: string;

  @ApiPropertyOptional({ example: 'This needs a role that you do not hold.' })
  readonly title?: string;
}

export class Explanation {
  @ApiProperty({ type: Subject })
  readonly subject!: Subject;

  @ApiProperty({
    description: 'The route as the application knows it, or the permission.',
    example: 'GET /reports',
  })
  readonly access!: string;

  @ApiProperty({ type: [ExplainedStep] })
  readonly steps!: readonly ExplainedStep[];

  @ApiProperty({ type: Verdict })
  readonly verdict!: Verdict;
}
