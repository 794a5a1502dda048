import { PasswordField } from '../credential-fields.js';

export class ChangePasswordDto {
  @PasswordField()
  currentPassword!: string;

  @PasswordField({ example: 'nine lives and a tail of silver' })
  newPassword!: string;
}
