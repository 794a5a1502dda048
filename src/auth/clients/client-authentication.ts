import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AuditTally } from '../../platform/audit/index.js';
import type { Config } from '../../platform/config/index.js';
import { equalSecrets } from '../../platform/crypto/index.js';
import { Problem, RequestErrors } from '../../platform/errors/index.js';
import { addressOf, networkOf } from '../../platform/http/index.js';
import { type Allowance, Counters, refusal } from '../../platform/throttling/index.js';
import { AuthErrors } from '../auth.errors.js';
import { type GuessingConfig, guessingConfig } from '../guessing/guessing.config.js';
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
  /** From where, because wrong secrets are counted. */
  readonly address: string;
  readonly client_id?: string | undefined;
  readonly client_secret?: string | undefined;
}

/** The claim of a request to an OAuth endpoint, with the id and secret of its body. */
export const claimOf = (
  request: FastifyRequest,
  { client_id, client_secret }: Pick<ClientClaim, 'client_id' | 'client_secret'>,
): ClientClaim => ({
  authorization: request.headers.authorization,
  address: addressOf(request),
  client_id,
  client_secret,
});

/** What Swagger UI sends for a client without a name or a secret: `:` in Base64. */
const NOBODY = 'Basic Og==';

/** Decides for every OAuth endpoint who its client is. */
@Injectable()
export class ClientAuthentication {
  private readonly secrets: ReadonlyMap<string, string>;
  private readonly attempts: Allowance;

  constructor(
    @Inject(clientsConfig.token) config: Config<typeof clientsConfig>,
    @Inject(guessingConfig.token) limits: GuessingConfig,
    counters: Counters,
    private readonly tally: AuditTally,
  ) {
    const { LIMIT_CLIENT_ATTEMPTS: points, LIMIT_ATTEMPTS_WINDOW: seconds } = limits;
    this.attempts = counters.allowance({ name: 'client', points, seconds });
    this.secrets = new Map(clientsOf(config).map((client) => split(client) as [string, string]));
  }

  /**
   * A configured client must bring its secret; any other name is that of a public client, which has none.
   *
   * @throws Problem auth.invalidClient, auth.tooManyAttempts, request.invalid where two ways are used at once
   */
  async identify({ authorization, address, client_id, client_secret }: ClientClaim): Promise<OAuthClient> {
    const basic =
      authorization === undefined || authorization === NOBODY ? undefined : fromBasic(authorization);
    if (basic && client_secret) throw twice('client_secret');
    if (basic && client_id && client_id !== basic[0]) throw twice('client_id');
    const [id, secret] = basic ?? [client_id || OWN_CLIENT, client_secret];
    const expected = this.secrets.get(id);
    if (expected === undefined && !secret) return { id, authenticated: false };
    const network = networkOf(address);
    const wait = await this.attempts.take(network);
    if (wait > 0) {
      this.note('tooManyAttempts', id);
      throw refusal(AuthErrors.tooManyAttempts, this.attempts.quota, wait);
    }
    // A secret for an unknown client is compared with something too, so that both take as long.
    const matches = equalSecrets(secret ?? '', expected ?? 'no such client');
    if (!matches || expected === undefined) {
      this.note('wrongSecret', id);
      throw invalid(`client ${JSON.stringify(id)}`);
    }
    await this.attempts.giveBack(network); // only failures count
    return { id, authenticated: true };
  }

  /** What a stranger calls itself is not recorded: it may be anything. */
  private note(reason: string, id: string): void {
    const clientId = this.secrets.has(id) ? id : null;
    this.tally.note({ type: 'client.refused', detail: { reason, clientId } });
  }

  /** @throws Problem auth.invalidClient for a client without a secret, too; auth.tooManyAttempts */
  async authenticate(claim: ClientClaim): Promise<OAuthClient> {
    const client = await this.identify(claim);
    if (!client.authenticated) throw invalid('no secret');
    return client;
  }
}

/** RFC 6749 appendix A.1, and as long as the body's `client_id` may be: it is stored, and stands in every token. */
const CLIENT_ID = /^[\x20-\x7e]{0,100}$/;

/** RFC 6749 §2.3.1: id and secret are form-encoded before they become user and password. */
function fromBasic(authorization: string): [string, string] {
  const [, encoded = ''] = /^Basic ([A-Za-z0-9+/]+={0,2})$/i.exec(authorization) ?? [];
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  if (!text.includes(':')) throw invalid('no Basic credentials');
  const [id, secret] = split(text).map(fromForm) as [string, string];
  if (!CLIENT_ID.test(id)) throw invalid('a name that no client can have');
  return [id, secret];
}

function fromForm(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw invalid('Basic credentials that are not form-encoded');
  }
}

const invalid = (because: string) => new Problem(AuthErrors.invalidClient, { because });

const split = (text: string): string[] => [
  text.slice(0, text.indexOf(':')),
  text.slice(text.indexOf(':') + 1),
];

const twice = (name: string) =>
  new Problem(RequestErrors.invalid, {
    errors: [{ pointer: `#/${name}`, detail: 'must not stand beside a Basic header' }],
  });
