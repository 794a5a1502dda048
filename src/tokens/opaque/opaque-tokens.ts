import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { digestOf, looksLikeSecret, randomSecret } from '../../platform/crypto/index.js';
import type { SessionToken } from '../verified-token.js';
import { OpaqueToken } from './opaque-token.entity.js';

const PREFIX = 'sp_at_';

/** Random access tokens: `sp_at_` and 256 bits, kept as a digest. */
@Injectable()
export class OpaqueTokens {
  constructor(private readonly dataSource: DataSource) {}

  async issue(token: SessionToken, tx: EntityManager): Promise<string> {
    const secret = randomSecret(PREFIX);
    await tx.insert(OpaqueToken, {
      digest: digestOf(secret),
      tokenId: token.tokenId,
      sessionId: token.sessionId,
      roles: [...token.roles],
      epoch: token.epoch,
      createdAt: token.issuedAt,
      expiresAt: token.expiresAt,
    });
    return secret;
  }

  isOne(text: string): boolean {
    return looksLikeSecret(text, PREFIX);
  }

  /** What a token says, or undefined if it was never issued. Whether it still holds is for the caller to judge. */
  async find(secret: string): Promise<(SessionToken & { readonly sessionEnded: boolean }) | undefined> {
    // Not findOne: to limit rows that are joined, TypeORM asks twice. A digest has one row at most.
    const [row] = await this.dataSource
      .getRepository(OpaqueToken)
      .find({ where: { digest: digestOf(secret) }, relations: { session: true } });
    if (!row) return undefined;
    const { session, tokenId, sessionId, roles, epoch, createdAt, expiresAt } = row;
    const { userId, clientId, amr, authenticatedAt } = session;
    const times = { issuedAt: createdAt, expiresAt };
    const sessionEnded = session.endedAt !== null;
    return {
      userId,
      sessionId,
      tokenId,
      clientId,
      epoch,
      roles,
      amr,
      authenticatedAt,
      ...times,
      sessionEnded,
    };
  }
}
