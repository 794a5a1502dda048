import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';

export class VerifyEmailDto {
  @ApiProperty({
    description: 'From the mail.',
    example: 'sp_ot_0Jm1K2b7nP4qR5sT6uV7wX8yZ9aB0cD1eF2gH3iJ4kL',
  })
  @MaxLength(200)
  @IsString()
  token!: string;

  @ApiProperty({
    format: 'password',
    description:
      'That of the account. Without it, a careless click would confirm an account that a stranger made with this address.',
    example: 'correct horse battery staple',
  })
  @MaxLength(1024)
  @IsString()
  password!: string;
}
