import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { PasswordsModule } from '../credentials/passwords/index.js';
import { RolesModule } from '../roles/index.js';
import { SessionsModule } from '../sessions/index.js';
import { TokensModule } from '../tokens/index.js';
import { UsersModule } from '../users/index.js';
import { AccountPagesController } from './account-pages/account-pages.controller.js';
import { AccountStanding } from './account-standing/account-standing.service.js';
import { ChangePasswordController } from './change-password/change-password.controller.js';
import { ChangePassword } from './change-password/change-password.service.js';
import { ClientAuthentication } from './clients/client-authentication.js';
import { IntrospectController } from './introspect/introspect.controller.js';
import { CsrfDefence } from './cookies/csrf-defence.js';
import { DeviceCookie } from './cookies/device-cookie.js';
import { SessionCookies } from './cookies/session-cookies.js';
import { FirstAdministrator } from './first-administrator/first-administrator.js';
import { AccessGuard } from './guards/access.guard.js';
import { Credentials } from './login/credentials.js';
import { LoginController } from './login/login.controller.js';
import { LogoutController } from './logout/logout.controller.js';
import { RefreshController } from './refresh/refresh.controller.js';
import { Refresh } from './refresh/refresh.service.js';
import { GuardedPasswords } from './guessing/guarded-passwords.js';
import { GuessLimits } from './guessing/guess-limits.js';
import { Accounts } from './register/accounts.service.js';
import { RegisterController } from './register/register.controller.js';
import { SignInAnswer } from './sign-in-answer.js';
import { SignIn } from './sign-in.service.js';
import { JwtStrategy } from './strategies/jwt.strategy.js';
import { LocalStrategy } from './strategies/local.strategy.js';
import { OpaqueStrategy } from './strategies/opaque.strategy.js';
import { MetadataController } from './token/metadata.controller.js';
import { TokenEndpoint } from './token/token-endpoint.service.js';
import { TokenController } from './token/token.controller.js';
import { TokenSource } from './token-source.js';

@Module({
  imports: [PassportModule, PasswordsModule, RolesModule, SessionsModule, TokensModule, UsersModule],
  controllers: [
    RegisterController,
    IntrospectController,
    ChangePasswordController,
    LoginController,
    TokenController,
    RefreshController,
    LogoutController,
    MetadataController,
    AccountPagesController,
  ],
  providers: [
    { provide: APP_GUARD, useClass: AccessGuard },
    LocalStrategy,
    JwtStrategy,
    OpaqueStrategy,
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
    AccountStanding,
    ChangePassword,
    ClientAuthentication,
    TokenEndpoint,
    Refresh,
    FirstAdministrator,
  ],
  exports: [Accounts, AccountStanding],
})
export class AuthModule {}
