import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { OWN_CLIENT } from './clients/clients.config.js';
import type { Proof } from '../platform/access/index.js';
import { PasswordsService } from '../credentials/passwords/index.js';
import { addressOf } from '../platform/http/index.js';
import { Revocations, type SignInContext } from '../sessions/index.js';
import { SignInOutcomes } from './login/sign-in-outcomes.js';
import { type TokenGrant, TokenGrants } from '../tokens/index.js';

/** What a request asks of the session it opens. */
export type SignInWishes = Partial<Pick<SignInContext, 'clientId' | 'transport' | 'tokenFormat'>>;

/** Turns a proof into a session with tokens, noting from where. */
@Injectable()
export class SignIn {
  constructor(
    private readonly grants: TokenGrants,
    private readonly passwords: PasswordsService,
    private readonly revocations: Revocations,
    private readonly outcomes: SignInOutcomes,
  ) {}

  /** Undefined when the account may not sign in, or the password was changed since it was proven. */
  async with(proof: Proof, request: FastifyRequest, wishes: SignInWishes): Promise<TokenGrant | undefined> {
    const context: SignInContext = {
      clientId: wishes.clientId ?? OWN_CLIENT,
      transport: wishes.transport ?? 'bearer',
      tokenFormat: wishes.tokenFormat ?? 'jwt',
      userAgent: request.headers['user-agent'],
      address: addressOf(request),
    };
    return this.outcomes.ofSession(() => this.open(proof, context));
  }

  private open(proof: Proof, context: SignInContext): Promise<TokenGrant | undefined> {
    return this.revocations.during(async (change) => {
      await change.lockAccount(proof.userId);
      if (!(await this.passwords.stillHolds(proof, change.tx))) return undefined;
      return this.grants.open(proof, context, change);
    });
  }
}
