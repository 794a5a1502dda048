import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { ApiKeysModule } from '../credentials/api-keys/index.js';
import { KeysModule } from '../keys/index.js';
import { RolesModule } from '../roles/index.js';
import { SessionsModule } from '../sessions/index.js';
import { UsersModule } from '../users/index.js';
import { AccessTokens } from './access-tokens.service.js';
import { ApiKeyRevocation } from './api-keys/api-key-revocation.js';
import { ApiKeyTokens } from './api-keys/api-key-tokens.js';
import { Authorities } from './authorities.js';
import { JwtSigner } from './jwt/jwt-signer.js';
import { OpaqueTokens } from './opaque/opaque-tokens.js';
import { RefreshTokens } from './refresh/refresh-tokens.js';
import { Sweeper } from './sweeping/sweeper.js';
import { TokenInspection } from './token-inspection.service.js';
import { TokenJudgements } from './token-judgements.js';
import { TokenGrants } from './token-grants.service.js';
import { TokenRevocation } from './token-revocation.service.js';
import { TokenVerification } from './token-verification.js';

@Module({
  imports: [JwtModule.register({}), ApiKeysModule, KeysModule, RolesModule, SessionsModule, UsersModule],
  providers: [
    AccessTokens,
    ApiKeyRevocation,
    ApiKeyTokens,
    Authorities,
    JwtSigner,
    OpaqueTokens,
    RefreshTokens,
    Sweeper,
    TokenGrants,
    TokenInspection,
    TokenJudgements,
    TokenRevocation,
    TokenVerification,
  ],
  exports: [
    AccessTokens,
    ApiKeyRevocation,
    ApiKeyTokens,
    TokenGrants,
    TokenInspection,
    TokenJudgements,
    TokenRevocation,
    TokenVerification,
  ],
})
export class TokensModule {}
