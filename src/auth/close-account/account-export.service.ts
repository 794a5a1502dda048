import { Injectable } from '@nestjs/common';
import type { Principal } from '../../platform/access/index.js';
import { ApiKeys } from '../../credentials/api-keys/index.js';
import { AuditLog } from '../../platform/audit/index.js';
import { Clock } from '../../platform/clock/index.js';
import { Problem, RequestErrors } from '../../platform/errors/index.js';
import { type Session, SessionsService } from '../../sessions/index.js';
import { Profile, UsersService } from '../../users/index.js';
import { ApiKeyCard } from '../api-keys/api-key.dto.js';
import type { AccountExport, ExportedSession } from './close-account.dto.js';
import { toldToOwner } from './told-to-owner.js';

/** Tells a person all that is kept about them (GDPR, articles 15 and 20). */
@Injectable()
export class AccountExports {
  constructor(
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly keys: ApiKeys,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async of({ userId, roles }: Principal): Promise<AccountExport> {
    const user = await this.users.findById(userId);
    if (!user)
      throw new Problem(RequestErrors.notFound, { because: 'the account was deleted during the request' });
    return {
      exportedAt: this.clock.now(),
      account: Profile.of(user, roles),
      sessions: (await this.sessions.allOf(userId)).map(exported),
      apiKeys: (await this.keys.allOf(userId)).map((key) => ApiKeyCard.of(key)),
      events: (await this.audit.of(userId)).map(toldToOwner),
    };
  }
}

const exported = (session: Session): ExportedSession => {
  const { id, userAgent, address, createdAt, lastUsedAt, endedAt, endReason } = session;
  return { id, userAgent, address, createdAt, lastUsedAt, endedAt, endReason };
};
