import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { PasswordField } from '../../auth/index.js';
import { MayBeAbsent } from '../../platform/errors/index.js';
import { IsDisplayName, IsEmailAddress, IsUsername, ProfileChangeDto } from '../../users/index.js';

export class NewUserDto {
  @ApiProperty({ format: 'email', maxLength: 320, example: 'grace@example.com' })
  @IsEmailAddress()
  email!: string;

  @PasswordField({
    description: 'Without this field, the owner is invited by mail to choose one.',
  })
  @MayBeAbsent()
  password?: string;

  @ApiPropertyOptional({ type: String, nullable: true, minLength: 3, maxLength: 32, example: 'grace' })
  @IsOptional()
  @IsUsername()
  username?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 200, example: 'Grace Hopper' })
  @IsOptional()
  @IsDisplayName()
  displayName?: string | null;

  @ApiPropertyOptional({ description: 'Whether the address is known to be theirs.', example: true })
  @MayBeAbsent()
  @IsBoolean()
  emailVerified?: boolean;
}

/** A change of somebody else's account. `null` removes a value; a field left out keeps it. */
export class UserChangeDto extends ProfileChangeDto {
  @ApiPropertyOptional({
    format: 'email',
    maxLength: 320,
    description: 'Another address ends all that was handed out to the account; the old one is told.',
    example: 'ada@example.com',
  })
  @MayBeAbsent()
  @IsEmailAddress()
  email?: string;

  @ApiPropertyOptional({
    description: 'Whether the address is known to be theirs. A new one is not, unless this says so.',
    example: true,
  })
  @MayBeAbsent()
  @IsBoolean()
  emailVerified?: boolean;
}

const REASON = { message: '$property must be a text of 1 to 500 characters' };

export class DisableDto {
  @ApiProperty({
    description: 'Why. Administrators see it, and the audit log; the owner of the account does not.',
    minLength: 1,
    maxLength: 500,
    example: 'Left the company',
  })
  @Matches(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, {
    message: '$property must not hold control characters or line breaks',
  })
  @MaxLength(500, REASON)
  @MinLength(1, REASON)
  @IsString(REASON)
  reason!: string;
}
