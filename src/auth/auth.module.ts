import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { PasswordsModule } from '../credentials/passwords/index.js';
import { RolesModule } from '../roles/index.js';
import { ThrottleGuard } from '../platform/throttling/index.js';
import { SessionsModule } from '../sessions/index.js';
import { TokensModule } from '../tokens/index.js';
import { UsersModule } from '../users/index.js';
import { ClientAuthentication } from './clients/client-authentication.js';
import { IntrospectionCallers } from './introspect/introspection-callers.js';
import { IntrospectController } from './introspect/introspect.controller.js';
import { CsrfDefence } from './cookies/csrf-defence.js';
import { DeviceCookie } from './cookies/device-cookie.js';
import { SessionCookies } from './cookies/session-cookies.js';
import { AccessGuard } from './guards/access.guard.js';
import { Credentials } from './login/credentials.js';
import { LoginController } from './login/login.controller.js';
import { SignInOutcomes } from './login/sign-in-outcomes.js';
import { LogoutController } from './logout/logout.controller.js';
import { RefreshController } from './refresh/refresh.controller.js';
import { Refresh } from './refresh/refresh.service.js';
import { GuardedPasswords } from './guessing/guarded-passwords.js';
import { GuessLimits } from './guessing/guess-limits.js';
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

/** Who is this, and may they: signing in, tokens, and the guard before every route. */
@Module({
  imports: [PassportModule, PasswordsModule, RolesModule, SessionsModule, TokensModule, UsersModule],
  controllers: [
    IntrospectController,
    LoginController,
    TokenController,
    RefreshController,
    LogoutController,
    MetadataController,
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
    SignInOutcomes,
    SignInAnswer,
    ClientAuthentication,
    IntrospectionCallers,
    TokenEndpoint,
    Refresh,
  ],
  exports: [DeviceCookie, GuardedPasswords, SessionCookies, SignInAnswer, TokenSource],
})
export class AuthModule {}
