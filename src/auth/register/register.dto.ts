import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
import { IsDisplayName, IsEmailAddress, IsUsername } from '../../users/index.js';

/** A new account. */
export class RegisterDto {
  @ApiProperty({ format: 'email', example: 'ada@example.com', maxLength: 320 })
  @IsEmailAddress()
  email!: string;

  @ApiProperty({
    format: 'password',
    example: 'correct horse battery staple',
    minLength: 8,
    maxLength: 256,
    description: 'Any characters, at least 15 of them (`PASSWORD_MIN_LENGTH`).',
  })
  @IsString()
  password!: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'ada', minLength: 3, maxLength: 32 })
  @IsOptional()
  @IsUsername()
  username?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'Ada Lovelace', maxLength: 200 })
  @IsOptional()
  @IsDisplayName()
  displayName?: string | null;
}
