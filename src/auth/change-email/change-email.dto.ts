import { ApiProperty } from '@nestjs/swagger';
import { IsEmailAddress } from '../../users/index.js';
import { MailedTokenField, PasswordField } from '../credential-fields.js';

export class ChangeEmailDto {
  @ApiProperty({ format: 'email', example: 'ada@lovelace.example', maxLength: 320 })
  @IsEmailAddress()
  email!: string;

  @PasswordField()
  password!: string;
}

export class ConfirmEmailDto {
  @MailedTokenField('From the mail to the new address.')
  token!: string;
}
