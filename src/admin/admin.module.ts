import { Module } from '@nestjs/common';
import { AccountsModule, AuthModule } from '../auth/index.js';
import { ApiKeysModule } from '../credentials/api-keys/index.js';
import { PasswordsModule } from '../credentials/passwords/index.js';
import { KeysModule } from '../keys/index.js';
import { RolesModule } from '../roles/index.js';
import { SessionsModule } from '../sessions/index.js';
import { TokensModule } from '../tokens/index.js';
import { UsersModule } from '../users/index.js';
import { AuditController } from './audit/audit.controller.js';
import { AskedAccesses } from './explain/asked-access.js';
import { ExplainController } from './explain/explain.controller.js';
import { Explanations } from './explain/explanations.service.js';
import { TokenExplainer } from './explain/token-explainer.js';
import { UserExplainer } from './explain/user-explainer.js';
import { SigningKeysController } from './keys/signing-keys.controller.js';
import { RolesAdminModule } from './roles/roles-admin.module.js';
import { AdminSessionsController } from './sessions/admin-sessions.controller.js';
import { SessionOverview } from './sessions/session-overview.js';
import { UserAccessController } from './sessions/user-access.controller.js';
import { UserDirectory } from './users/user-directory.js';
import { UserOverview } from './users/user-overview.js';
import { UserStandingController } from './users/user-standing.controller.js';
import { AdminUsersController } from './users/users.controller.js';

/** The operator's API: users, roles, sessions, keys and the audit log, each by permission. */
@Module({
  imports: [
    AccountsModule,
    ApiKeysModule,
    AuthModule,
    KeysModule,
    PasswordsModule,
    RolesAdminModule,
    RolesModule,
    SessionsModule,
    TokensModule,
    UsersModule,
  ],
  controllers: [
    AdminUsersController,
    UserStandingController,
    UserAccessController,
    AdminSessionsController,
    SigningKeysController,
    ExplainController,
    AuditController,
  ],
  providers: [
    UserDirectory,
    UserOverview,
    SessionOverview,
    AskedAccesses,
    Explanations,
    TokenExplainer,
    UserExplainer,
  ],
})
export class AdminModule {}
