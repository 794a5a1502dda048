import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
import { IsDisplayName, IsEmailAddress, IsUsername } from '../../users/index.js';

/** A new account. */
export class RegisterDto {
  @ApiProperty({
    format: 'email',
    example: 'ada@example.com',
    maxLength: 320,
    description: 'One account an address, whatever its letter case.',
  })
  @IsEmailAddress()
  email!: string;

  @ApiProperty({
    format: 'password',
    example: 'correct horse battery staple',
    minLength: 8,
    maxLength: 256,
    description:
      'Any characters, at least 15 of them (`PASSWORD_MIN_LENGTH`). Not a common password, and not made of the names of the account.',
  })
  @IsString()
  password!: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'ada',
    minLength: 3,
    maxLength: 32,
    description: 'Another name to sign in with: letters, digits, and `.`, `-`, `_` between them.',
  })
  @IsOptional()
  @IsUsername()
  username?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'Ada Lovelace',
    maxLength: 200,
    description: 'What to call the person.',
  })
  @IsOptional()
  @IsDisplayName()
  displayName?: string | null;
}
