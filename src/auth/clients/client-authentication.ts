import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../platform/config/index.js';
import { equalSecrets } from '../../platform/crypto/index.js';
import { Problem, RequestErrors } from '../../platform/errors/index.js';
import { AuthErrors } from '../auth.errors.js';
import { clientsConfig, clientsOf, OWN_CLIENT } from './clients.config.js';

/** Who calls an OAuth endpoint. */
export interface OAuthClient {
  readonly id: string;
  /** Whether it proved with a secret who it is. */
  readonly authenticated: boolean;
}

/** What a request brings to say who its client is (RFC 6749 §2.3.1). */
export interface ClientClaim {
  readonly authorization: string | undefined;
  readonly client_id?: string | undefined;
  readonly client_secret?: string | undefined;
}

/** What Swagger UI sends for a client without a name or a secret: `:` in Base64. */
const NOBODY = 'Basic Og==';

@Injectable()
export class ClientAuthentication {
  private readonly secrets: ReadonlyMap<string, string>;

  constructor(@Inject(clientsConfig.token) config: Config<typeof clientsConfig>) {
    this.secrets = new Map(clientsOf(config).map((client) => split(client) as [string, string]));
  }

  /**
   * A configured client must bring its secret; any other name is that of a public client, which has none.
   *
   * @throws Problem auth.invalidClient, request.invalid where two ways are used at once
   */
  identify({ authorization, client_id, client_secret }: ClientClaim): OAuthClient {
    const basic =
      authorization === undefined || authorization === NOBODY ? undefined : fromBasic(authorization);
    if (basic && client_secret) throw twice('client_secret');
    if (basic && client_id && client_id !== basic[0]) throw twice('client_id');
    const [id, secret] = basic ?? [client_id || OWN_CLIENT, client_secret];
    const expected = this.secrets.get(id);
    if (expected === undefined && !secret) return { id, authenticated: false };
    // A secret for an unknown client is compared with something too, so that both take as long.
    const matches = equalSecrets(secret ?? '', expected ?? 'no such client');
    if (!matches || expected === undefined) throw refusal(`client ${JSON.stringify(id)}`);
    return { id, authenticated: true };
  }

  /** @throws Problem auth.invalidClient for a client without a secret, too */
  authenticate(claim: ClientClaim): OAuthClient {
    const client = this.identify(claim);
    if (!client.authenticated) throw refusal('no secret');
    return client;
  }
}

/** RFC 6749 appendix A.1, and as long as the body's `client_id` may be: it is stored, and stands in every token. */
const CLIENT_ID = /^[\x20-\x7e]{0,100}$/;

/** RFC 6749 §2.3.1: id and secret are form-encoded before they become user and password. */
function fromBasic(authorization: string): [string, string] {
  const [, encoded = ''] = /^Basic ([A-Za-z0-9+/]+={0,2})$/i.exec(authorization) ?? [];
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  if (!text.includes(':')) throw refusal('no Basic credentials');
  const [id, secret] = split(text).map(fromForm) as [string, string];
  if (!CLIENT_ID.test(id)) throw refusal('a name that no client can have');
  return [id, secret];
}

function fromForm(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw refusal('Basic credentials that are not form-encoded');
  }
}

const refusal = (because: string) => new Problem(AuthErrors.invalidClient, { because });

const split = (text: string): string[] => [
  text.slice(0, text.indexOf(':')),
  text.slice(text.indexOf(':') + 1),
];

const twice = (name: string) =>
  new Problem(RequestErrors.invalid, {
    errors: [{ pointer: `#/${name}`, detail: 'must not stand beside a Basic header' }],
  });
