import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { KeysModule } from '../keys/index.js';
import { RolesModule } from '../roles/index.js';
import { SessionsModule } from '../sessions/index.js';
import { UsersModule } from '../users/index.js';
import { AccessTokens } from './access-tokens.service.js';
import { Authorities } from './authorities.js';
import { JwtSigner } from './jwt/jwt-signer.js';
import { OpaqueTokens } from './opaque/opaque-tokens.js';
import { RefreshTokens } from './refresh/refresh-tokens.js';
import { Sweeper } from './sweeping/sweeper.js';
import { TokenInspection } from './token-inspection.service.js';
import { TokenGrants } from './token-grants.service.js';

@Module({
  imports: [JwtModule.register({}), KeysModule, RolesModule, SessionsModule, UsersModule],
  providers: [
    AccessTokens,
    Authorities,
    JwtSigner,
    OpaqueTokens,
    RefreshTokens,
    Sweeper,
    TokenGrants,
    TokenInspection,
  ],
  exports: [AccessTokens, TokenGrants, TokenInspection],
})
export class TokensModule {}
