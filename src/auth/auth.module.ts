import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { ApiKeysModule } from '../credentials/api-keys/index.js';
import { OneTimeTokensModule } from '../credentials/one-time-tokens/index.js';
import { PasswordsModule } from '../credentials/passwords/index.js';
import { RolesModule } from '../roles/index.js';
import { ThrottleGuard } from '../platform/throttling/index.js';
import { SessionsModule } from '../sessions/index.js';
import { TokensModule } from '../tokens/index.js';
import { UsersModule } from '../users/index.js';
import { AccountPagesController } from './account-pages/account-pages.controller.js';
import { AccountStanding } from './account-standing/account-standing.service.js';
import { AccountMail } from './account-mail/account-mail.js';
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
import { ClientAuthentication } from './clients/client-authentication.js';
import { IntrospectionCallers } from './introspect/introspection-callers.js';
import { IntrospectController } from './introspect/introspect.controller.js';
import { AccountClosure } from './close-account/account-closure.service.js';
import { AccountExports } from './close-account/account-export.service.js';
import { CloseAccountController } from './close-account/close-account.controller.js';
import { CsrfDefence } from './cookies/csrf-defence.js';
import { DeviceCookie } from './cookies/device-cookie.js';
import { SessionCookies } from './cookies/session-cookies.js';
import { FirstAdministrator } from './first-administrator/first-administrator.js';
import { AccessGuard } from './guards/access.guard.js';
import { Credentials } from './login/credentials.js';
import { LoginController } from './login/login.controller.js';
import { LogoutController } from './logout/logout.controller.js';
import { RecoverPasswordController } from './recover-password/recover-password.controller.js';
import { Recovery } from './recover-password/recovery.service.js';
import { ResetPassword } from './recover-password/reset-password.service.js';
import { RefreshController } from './refresh/refresh.controller.js';
import { Refresh } from './refresh/refresh.service.js';
import { GuardedPasswords } from './guessing/guarded-passwords.js';
import { GuessLimits } from './guessing/guess-limits.js';
import { Accounts } from './register/accounts.service.js';
import { PendingRegistrations } from './register/pending-registrations.js';
import { RegisterController } from './register/register.controller.js';
import { Registration } from './register/registration.service.js';
import { RegistrationConfirmation } from './register/registration-confirmation.js';
import { ServiceAccounts } from './service-accounts/service-accounts.js';
import { SignInAnswer } from './sign-in-answer.js';
import { SignIn } from './sign-in.service.js';
import { ApiKeyStrategy } from './strategies/api-key.strategy.js';
import { BearerStrategies } from './strategies/bearer-strategies.js';
import { JwtStrategy } from './strategies/jwt.strategy.js';
import { LocalStrategy } from './strategies/local.strategy.js';
import { OpaqueStrategy } from './strategies/opaque.strategy.js';
import { MetadataController } from './token/metadata.controller.js';
import { TokenEndpoint } from './token/token-endpoint.service.js';
import { TokenController } from './token/token.controller.js';
import { TokenSource } from './token-source.js';
import { EmailVerification } from './verify-email/email-verification.service.js';
import { VerifyEmailController } from './verify-email/verify-email.controller.js';

@Module({
  imports: [
    ApiKeysModule,
    OneTimeTokensModule,
    PassportModule,
    PasswordsModule,
    RolesModule,
    SessionsModule,
    TokensModule,
    UsersModule,
  ],
  controllers: [
    RegisterController,
    IntrospectController,
    ChangePasswordController,
    RecoverPasswordController,
    VerifyEmailController,
    ChangeEmailController,
    ConfirmEmailController,
    CloseAccountController,
    ApiKeysController,
    LoginController,
    TokenController,
    RefreshController,
    LogoutController,
    MetadataController,
    AccountPagesController,
  ],
  providers: [
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_GUARD, useClass: ThrottleGuard }, // behind it, because it counts by who was let in
    LocalStrategy,
    JwtStrategy,
    OpaqueStrategy,
    ApiKeyStrategy,
    BearerStrategies,
    TokenSource,
    SessionCookies,
    DeviceCookie,
    CsrfDefence,
    GuessLimits,
    GuardedPasswords,
    Credentials,
    SignIn,
    SignInAnswer,
    Accounts,
    Registration,
    PendingRegistrations,
    RegistrationConfirmation,
    EmailVerification,
    AccountMail,
    AccountStanding,
    CleanSlate,
    Recovery,
    ResetPassword,
    EmailChangeRequest,
    EmailChange,
    AccountClosure,
    AccountExports,
    ChangePassword,
    PasswordReplacement,
    ClientAuthentication,
    IntrospectionCallers,
    ApiKeyIssuance,
    ServiceAccounts,
    TokenEndpoint,
    Refresh,
    FirstAdministrator,
  ],
  exports: [Accounts, AccountStanding, ApiKeyIssuance, ServiceAccounts],
})
export class AuthModule {}
