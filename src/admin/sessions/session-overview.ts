import { Injectable } from '@nestjs/common';
import { pageOf, positionOf } from '../../platform/http/index.js';
import { SessionsService } from '../../sessions/index.js';
import { AdminSessionCard, type SessionPage, type SessionQuery } from './admin-session.dto.js';

/** Everyone's live sessions. */
@Injectable()
export class SessionOverview {
  constructor(private readonly sessions: SessionsService) {}

  async page(query: SessionQuery, callersOwn: string | undefined): Promise<SessionPage> {
    const before = positionOf(query, ['string'])?.[0] as string | undefined;
    const found = await this.sessions.livePage({
      ...(query.userId !== undefined && { userId: query.userId }),
      ...(before !== undefined && { before }),
      count: query.limit + 1,
    });
    return pageOf(
      found,
      query,
      ({ id }) => [id],
      (session) => AdminSessionCard.of(session, callersOwn),
    );
  }
}
