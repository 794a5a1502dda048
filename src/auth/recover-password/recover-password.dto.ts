import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { IsEmailAddress } from '../../users/index.js';

export class RecoverDto {
  @ApiProperty({ format: 'email', example: 'ada@example.com', maxLength: 320 })
  @IsEmailAddress()
  email!: string;
}

export class ResetPasswordDto {
  @ApiProperty({
    description: 'From the mail.',
    example: 'sp_ot_0Jm1K2b7nP4qR5sT6uV7wX8yZ9aB0cD1eF2gH3iJ4kL',
  })
  @MaxLength(200)
  @IsString()
  token!: string;

  @ApiProperty({ format: 'password', example: 'nine lives and a tail of silver' })
  @MaxLength(1024)
  @IsString()
  newPassword!: string;
}
