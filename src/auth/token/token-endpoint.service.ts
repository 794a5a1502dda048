import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem, RequestErrors } from '../../platform/errors/index.js';
import { type TokenGrant, TokenGrants } from '../../tokens/index.js';
import { AuthErrors } from '../auth.errors.js';
import { claimOf, ClientAuthentication } from '../clients/client-authentication.js';
import { Credentials } from '../login/credentials.js';
import { SignIn } from '../sign-in.service.js';
import type { TokenDto } from './token.dto.js';

type Grant = (request: FastifyRequest, parameters: TokenDto, clientId: string) => Promise<TokenGrant>;

/** The grants of `POST /token`. */
@Injectable()
export class TokenEndpoint {
  private readonly grants: Readonly<Record<string, Grant>> = {
    password: (request, parameters, clientId) => this.password(request, parameters, clientId),
    refresh_token: (_, parameters, clientId) => this.refreshToken(parameters, clientId),
  };

  constructor(
    private readonly clients: ClientAuthentication,
    private readonly credentials: Credentials,
    private readonly signIn: SignIn,
    private readonly tokens: TokenGrants,
  ) {}

  /** @throws Problem auth.invalidClient, auth.unsupportedGrant, auth.invalidScope, auth.invalidGrant, auth.tooManyAttempts, token.refreshInvalid, request.invalid */
  async grant(request: FastifyRequest, parameters: TokenDto): Promise<TokenGrant> {
    const type = parameters.grant_type ?? 'password';
    const grant = Object.hasOwn(this.grants, type) ? this.grants[type] : undefined;
    if (!grant) throw new Problem(AuthErrors.unsupportedGrant);
    if (parameters.scope) throw new Problem(AuthErrors.invalidScope); // none was granted, so none can be kept (RFC 6749 §6)
    const client = await this.clients.identify(claimOf(request, parameters));
    return grant(request, parameters, client.id);
  }

  /** RFC 6749 §4.3. */
  private async password(
    request: FastifyRequest,
    parameters: TokenDto,
    clientId: string,
  ): Promise<TokenGrant> {
    const { username, email } = parameters;
    if (username !== undefined && email !== undefined) refuse('email', 'must not stand beside username');
    const identifier = username ?? email ?? missing('username');
    const password = parameters.password ?? missing('password');
    const proof = await this.credentials.verify(identifier, password, request);
    const { token_format: tokenFormat } = parameters;
    const wishes = { clientId, ...(tokenFormat && { tokenFormat }) };
    const grant = proof && (await this.signIn.with(proof, request, wishes));
    if (!grant) throw new Problem(AuthErrors.invalidGrant);
    return grant;
  }

  /** RFC 6749 §6. */
  private async refreshToken({ refresh_token }: TokenDto, clientId: string): Promise<TokenGrant> {
    const token = refresh_token ?? missing('refresh_token');
    return this.tokens.forRefreshToken(token, { clientId, transport: 'bearer' });
  }
}

const refuse = (name: string, detail: string): never => {
  throw new Problem(RequestErrors.invalid, { errors: [{ pointer: `#/${name}`, detail }] });
};

const missing = (name: string): never => refuse(name, 'is needed for this grant');
