import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength, MinLength } from 'class-validator';
import { MayBeAbsent } from '../../platform/errors/index.js';
import { PageQuery } from '../../platform/http/index.js';
import type { UserKind } from '../../users/index.js';

const STATES = ['active', 'disabled', 'unverified'] as const;
export type UserState = (typeof STATES)[number];

const KINDS: readonly UserKind[] = ['person', 'service'];

/** Which accounts are asked for: those that meet everything that is given. */
export class UserQuery extends PageQuery {
  @ApiPropertyOptional({
    description:
      'The beginning of the e-mail address, the username or the display name, whatever the letter case.',
    minLength: 2,
    maxLength: 320,
    example: 'ada',
  })
  @MayBeAbsent()
  @IsString()
  @MinLength(2)
  @MaxLength(320)
  q?: string;

  @ApiPropertyOptional({ description: 'The name of a role that they hold.', maxLength: 64, example: 'user' })
  @MayBeAbsent()
  @IsString()
  @MaxLength(64)
  role?: string;

  @ApiPropertyOptional({
    description:
      '`active` may sign in, `disabled` may not; of an `unverified` one the e-mail address is not known to be theirs.',
    enum: STATES,
    example: 'active',
  })
  @MayBeAbsent()
  @IsIn(STATES)
  state?: UserState;

  @ApiPropertyOptional({ description: 'People, or services.', enum: KINDS, example: 'person' })
  @MayBeAbsent()
  @IsIn(KINDS)
  kind?: UserKind;
}
