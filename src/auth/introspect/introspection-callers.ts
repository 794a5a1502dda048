import { Injectable } from '@nestjs/common';
import { Problem, RequestErrors } from '../../platform/errors/index.js';
import { INTROSPECT, RoleCatalogue, RolesErrors } from '../../roles/index.js';
import { authorityOf, TokenVerification } from '../../tokens/index.js';
import { type ClientClaim, ClientAuthentication } from '../clients/client-authentication.js';

/** Who may ask what a token is good for (RFC 7662 §2.1): a client with its secret, or a service with its API key. */
@Injectable()
export class IntrospectionCallers {
  constructor(
    private readonly clients: ClientAuthentication,
    private readonly tokens: TokenVerification,
    private readonly catalogue: RoleCatalogue,
  ) {}

  /**
   * @returns the client's id; undefined for an API key
   * @throws Problem auth.invalidClient, auth.tooManyAttempts, request.invalid, token.*, role.permissionRequired
   */
  async authenticate(claim: ClientClaim): Promise<string | undefined> {
    const [, key] = /^Bearer (\S+)$/i.exec(claim.authorization ?? '') ?? [];
    if (key === undefined || !this.tokens.isApiKey(key)) return (await this.clients.authenticate(claim)).id;
    if (claim.client_id || claim.client_secret) throw twoWays(claim);
    await this.assertMayAsk(key);
    return undefined;
  }

  private async assertMayAsk(key: string): Promise<void> {
    const { permissions } = authorityOf(await this.tokens.verify(key), this.catalogue);
    if (permissions.has(INTROSPECT)) return;
    throw new Problem(RolesErrors.permissionRequired, { detail: `Needed: ${INTROSPECT}.` });
  }
}

/** RFC 6749 §2.3: not more than one way of authentication in a request. */
const twoWays = ({ client_secret }: ClientClaim) =>
  new Problem(RequestErrors.invalid, {
    errors: [
      {
        pointer: client_secret ? '#/client_secret' : '#/client_id',
        detail: 'must not stand beside an API key',
      },
    ],
  });
