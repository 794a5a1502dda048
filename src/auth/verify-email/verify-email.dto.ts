import { MailedTokenField, PasswordField } from '../credential-fields.js';

export class VerifyEmailDto {
  @MailedTokenField()
  token!: string;

  @PasswordField({
    description:
      'That of the account. Without it, a careless click would confirm an account that a stranger made with this address.',
  })
  password!: string;
}
