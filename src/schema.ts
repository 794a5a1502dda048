import { Password } from './credentials/passwords/index.js';
import { SigningKeyRow } from './keys/index.js';
import { Users1795900000000 } from './migrations/1795900000000-users.js';
import { Roles1795900001000 } from './migrations/1795900001000-roles.js';
import { Passwords1795900002000 } from './migrations/1795900002000-passwords.js';
import { Sessions1795900003000 } from './migrations/1795900003000-sessions.js';
import { SigningKeys1795900004000 } from './migrations/1795900004000-signing-keys.js';
import { Tokens1795900005000 } from './migrations/1795900005000-tokens.js';
import { AuditEvents1795900006000 } from './migrations/1795900006000-audit-events.js';
import { AuditEvent } from './platform/audit/index.js';
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
  ],
  migrations: [
    Users1795900000000,
    Roles1795900001000,
    Passwords1795900002000,
    Sessions1795900003000,
    SigningKeys1795900004000,
    Tokens1795900005000,
    AuditEvents1795900006000,
  ],
};
