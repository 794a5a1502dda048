import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { IsEmailAddress } from '../../users/index.js';

export class ChangeEmailDto {
  @ApiProperty({ format: 'email', example: 'ada@lovelace.example', maxLength: 320 })
  @IsEmailAddress()
  email!: string;

  @ApiProperty({ format: 'password', example: 'correct horse battery staple' })
  @MaxLength(1024)
  @IsString()
  password!: string;
}

export class ConfirmEmailDto {
  @ApiProperty({
    description: 'From the mail to the new address.',
    example: 'sp_ot_0Jm1K2b7nP4qR5sT6uV7wX8yZ9aB0cD1eF2gH3iJ4kL',
  })
  @MaxLength(200)
  @IsString()
  token!: string;
}
