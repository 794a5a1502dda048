import { applyDecorators, Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { passwordsConfig } from '../../credentials/passwords/index.js';
import { Public } from '../../platform/access/index.js';
import type { Config } from '../../platform/config/index.js';
import { ACCOUNT_PAGE_POLICY, accountPage } from './account-page.js';

const Page = (name: string) =>
  applyDecorators(
    Public(),
    Get(name),
    Header('content-type', 'text/html; charset=utf-8'),
    Header('content-security-policy', ACCOUNT_PAGE_POLICY),
  );

/** Where the links in mails lead, for applications that have no pages of their own for it. */
@ApiExcludeController()
@Controller('account')
export class AccountPagesController {
  private readonly resetPage: string;

  constructor(@Inject(passwordsConfig.token) rules: Config<typeof passwordsConfig>) {
    this.resetPage = resetPage(rules.PASSWORD_MIN_LENGTH);
  }

  @Page('verify-email')
  verifyEmail(): string {
    return VERIFY_PAGE;
  }

  @Page('reset-password')
  resetPassword(): string {
    return this.resetPage;
  }

  @Page('confirm-email')
  confirmEmail(): string {
    return CONFIRM_PAGE;
  }
}

const VERIFY_PAGE = accountPage({
  title: 'Verify your e-mail address',
  explanation: 'Enter the password of your account, to show that the address and the account are both yours.',
  path: '/verify-email',
  field: { name: 'password', label: 'Password', autocomplete: 'current-password' },
  button: 'Verify the address',
  done: 'Your e-mail address is verified. You can close this page.',
});

const resetPage = (minLength: number): string =>
  accountPage({
    title: 'Set a new password',
    explanation: 'It takes the place of the old one.',
    path: '/reset-password',
    field: {
      name: 'newPassword',
      label: 'New password',
      hint: `At least ${minLength} characters. Several words that do not belong together do well.`,
      autocomplete: 'new-password',
    },
    button: 'Set the password',
    done: 'Your new password is set. Sign in with it.',
  });

const CONFIRM_PAGE = accountPage({
  title: 'Confirm your new e-mail address',
  explanation:
    'Your account takes this address when you press the button, and from then on you sign in with it.',
  path: '/confirm-email',
  button: 'Confirm the address',
  done: 'Your new e-mail address is confirmed. You can close this page.',
});
