import { ApiProperty } from '@nestjs/swagger';
import { IsEmailAddress } from '../../users/index.js';
import { MailedTokenField, PasswordField } from '../credential-fields.js';

export class RecoverDto {
  @ApiProperty({ format: 'email', example: 'ada@example.com', maxLength: 320 })
  @IsEmailAddress()
  email!: string;
}

export class ResetPasswordDto {
  @MailedTokenField()
  token!: string;

  @PasswordField({ example: 'nine lives and a tail of silver' })
  newPassword!: string;
}
