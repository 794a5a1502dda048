import { Module } from '@nestjs/common';
import { ApiKeysModule } from '../credentials/api-keys/index.js';
import { OneTimeTokensModule } from '../credentials/one-time-tokens/index.js';
import { PasswordsModule } from '../credentials/passwords/index.js';
import { RolesModule } from '../roles/index.js';
import { SessionsModule } from '../sessions/index.js';
import { TokensModule } from '../tokens/index.js';
import { UsersModule } from '../users/index.js';
import { AuthModule } from './auth.module.js';
import { AccountPagesController } from './account-pages/account-pages.controller.js';
import { AccountChanges } from './account-standing/account-changes.js';
import { AccountStanding } from './account-standing/account-standing.service.js';
import { AccessWithdrawal } from './administer/access-withdrawal.js';
import { AccountCorrection } from './administer/account-correction.js';
import { AccountCreation } from './administer/account-creation.js';
import { RequiredReset } from './administer/required-reset.js';
import { AccountMail } from './account-mail/account-mail.js';
import { MailedTokens } from './account-mail/mailed-tokens.js';
import { ApiKeyIssuance } from './api-keys/api-key-issuance.js';
import { ApiKeysController } from './api-keys/api-keys.controller.js';
import { CleanSlate } from './account-standing/clean-slate.js';
import { ChangeEmailController } from './change-email/change-email.controller.js';
import { ConfirmEmailController } from './change-email/confirm-email.controller.js';
import { EmailChange } from './change-email/email-change.js';
import { EmailChangeRequest } from './change-email/email-change-request.js';
import { ChangePasswordController } from './change-password/change-password.controller.js';
import { ChangePassword } from './change-password/change-password.service.js';
import { PasswordReplacement } from './change-password/password-replacement.js';
import { AccountClosure } from './close-account/account-closure.service.js';
import { AccountExports } from './close-account/account-export.service.js';
import { CloseAccountController } from './close-account/close-account.controller.js';
import { FirstAdministrator } from './first-administrator/first-administrator.js';
import { RecoverPasswordController } from './recover-password/recover-password.controller.js';
import { Recovery } from './recover-password/recovery.service.js';
import { ResetPassword } from './recover-password/reset-password.service.js';
import { Accounts } from './register/accounts.service.js';
import { PendingRegistrations } from './register/pending-registrations.js';
import { RegisterController } from './register/register.controller.js';
import { Registration } from './register/registration.service.js';
import { RegistrationConfirmation } from './register/registration-confirmation.js';
import { ServiceAccounts } from './service-accounts/service-accounts.js';
import { EmailVerification } from './verify-email/email-verification.service.js';
import { VerifyEmailController } from './verify-email/verify-email.controller.js';

/** How accounts come to be, are kept and end: by their owner, over HTTP and by mail, and by those who run the service. */
@Module({
  imports: [
    ApiKeysModule,
    AuthModule,
    OneTimeTokensModule,
    PasswordsModule,
    RolesModule,
    SessionsModule,
    TokensModule,
    UsersModule,
  ],
  controllers: [
    RegisterController,
    VerifyEmailController,
    RecoverPasswordController,
    ChangePasswordController,
    ChangeEmailController,
    ConfirmEmailController,
    CloseAccountController,
    ApiKeysController,
    AccountPagesController,
  ],
  providers: [
    Accounts,
    Registration,
    PendingRegistrations,
    RegistrationConfirmation,
    EmailVerification,
    AccountMail,
    MailedTokens,
    AccountChanges,
    AccountStanding,
    CleanSlate,
    Recovery,
    AccountCreation,
    AccountCorrection,
    RequiredReset,
    AccessWithdrawal,
    ResetPassword,
    EmailChangeRequest,
    EmailChange,
    AccountClosure,
    AccountExports,
    ChangePassword,
    PasswordReplacement,
    ApiKeyIssuance,
    ServiceAccounts,
    FirstAdministrator,
  ],
  exports: [
    Accounts,
    AccountStanding,
    AccountCreation,
    AccountCorrection,
    RequiredReset,
    AccessWithdrawal,
    ApiKeyIssuance,
    ServiceAccounts,
  ],
})
export class AccountsModule {}
