import { ApiKey } from './credentials/api-keys/index.js';
import { OneTimeToken } from './credentials/one-time-tokens/index.js';
import { Password } from './credentials/passwords/index.js';
import { SigningKeyRow } from './keys/index.js';
import { Users1790000000000 } from './migrations/1790000000000-users.js';
import { Roles1790000001000 } from './migrations/1790000001000-roles.js';
import { Passwords1790000002000 } from './migrations/1790000002000-passwords.js';
import { Sessions1790000003000 } from './migrations/1790000003000-sessions.js';
import { SigningKeys1790000004000 } from './migrations/1790000004000-signing-keys.js';
import { Tokens1790000005000 } from './migrations/1790000005000-tokens.js';
import { AuditEvents1790000006000 } from './migrations/1790000006000-audit-events.js';
import { OutgoingMails1790000010000 } from './migrations/1790000010000-outgoing-mails.js';
import { PasswordFailures1790000011000 } from './migrations/1790000011000-password-failures.js';
import { OneTimeTokens1790000012000 } from './migrations/1790000012000-one-time-tokens.js';
import { DeferredWork1790000013000 } from './migrations/1790000013000-deferred-work.js';
import { VerifiedEmails1790000013500 } from './migrations/1790000013500-verified-emails.js';
import { Sweeping1790000014000 } from './migrations/1790000014000-sweeping.js';
import { ApiKeysAndKinds1790000015000 } from './migrations/1790000015000-api-keys-and-kinds.js';
import { AuditChain1790000016000 } from './migrations/1790000016000-audit-chain.js';
import { RoleInheritance1790000017000 } from './migrations/1790000017000-role-inheritance.js';
import { Administration1790000019000 } from './migrations/1790000019000-administration.js';
import { AuditMac1790000020000 } from './migrations/1790000020000-audit-mac.js';
import { AuditCheckpointRow, AuditEvent } from './platform/audit/index.js';
import { DeferredWorkRow } from './platform/deferred/index.js';
import { OutgoingMail } from './platform/mail/index.js';
import { Permission, Role, UserRole } from './roles/index.js';
import { Revocation, Session } from './sessions/index.js';
import { OpaqueToken, RefreshToken } from './tokens/index.js';
import { User } from './users/index.js';

/** Every table, and the steps that make them. A test proves that the two agree. */
export const schema = {
  entities: [
    User,
    Role,
    Permission,
    UserRole,
    Password,
    Session,
    Revocation,
    SigningKeyRow,
    OpaqueToken,
    RefreshToken,
    AuditEvent,
    AuditCheckpointRow,
    OutgoingMail,
    OneTimeToken,
    DeferredWorkRow,
    ApiKey,
  ],
  migrations: [
    Users1790000000000,
    Roles1790000001000,
    Passwords1790000002000,
    Sessions1790000003000,
    SigningKeys1790000004000,
    Tokens1790000005000,
    AuditEvents1790000006000,
    OutgoingMails1790000010000,
    PasswordFailures1790000011000,
    OneTimeTokens1790000012000,
    DeferredWork1790000013000,
    VerifiedEmails1790000013500,
    Sweeping1790000014000,
    ApiKeysAndKinds1790000015000,
    AuditChain1790000016000,
    RoleInheritance1790000017000,
    Administration1790000019000,
    AuditMac1790000020000,
  ],
};
