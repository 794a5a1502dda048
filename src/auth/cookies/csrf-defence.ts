import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { equalSecrets, hmac, MasterKey } from '../../platform/crypto/index.js';
import { Problem } from '../../platform/errors/index.js';
import { type HttpConfig, httpConfig, publicUrl } from '../../platform/http/index.js';
import { AuthErrors } from '../auth.errors.js';

const HEADER = 'x-csrf-token';
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Keeps other sites from using a browser's cookies. Whether it is needed follows from how the request
 * authenticated, never from which other headers it brings.
 */
@Injectable()
export class CsrfDefence {
  readonly #key: Buffer;
  private readonly origins: ReadonlySet<string>;

  constructor(masterKey: MasterKey, @Inject(httpConfig.token) config: HttpConfig) {
    this.#key = masterKey.derive('csrf');
    this.origins = new Set([publicUrl(config), ...config.CORS_ORIGINS]);
  }

  /** A session's CSRF token: its id, signed. */
  tokenOf(sessionId: string): string {
    return `${sessionId}.${hmac(this.#key, sessionId)}`;
  }

  /**
   * For a request that authenticated by the session's cookie.
   *
   * @throws Problem auth.crossSite, auth.csrf
   */
  assertForSession(request: FastifyRequest, sessionId: string): void {
    if (SAFE_METHODS.has(request.method)) return;
    if (this.assertedSession(request) !== sessionId)
      throw new Problem(AuthErrors.csrf, { because: 'of another session' });
  }

  /**
   * The session that the request's CSRF token belongs to.
   *
   * @throws Problem auth.crossSite, auth.csrf
   */
  assertedSession(request: FastifyRequest): string {
    this.assertSameSite(request);
    const token = request.headers[HEADER];
    if (typeof token !== 'string') throw new Problem(AuthErrors.csrf, { because: 'no header' });
    const sessionId = token.split('.', 1)[0] ?? '';
    if (!equalSecrets(token, this.tokenOf(sessionId)))
      throw new Problem(AuthErrors.csrf, { because: 'wrong signature' });
    return sessionId;
  }

  /**
   * For a request that has no session yet. A caller that is no browser sends neither header and passes.
   *
   * @throws Problem auth.crossSite
   */
  assertSameSite({ headers }: FastifyRequest): void {
    const site = headers['sec-fetch-site'];
    const allowed =
      site === 'same-origin' || // the browser's own word, which no page can put in its mouth
      (headers.origin === undefined
        ? site === undefined || site === 'none'
        : this.origins.has(headers.origin));
    if (!allowed)
      throw new Problem(AuthErrors.crossSite, { because: `origin ${headers.origin}, site ${String(site)}` });
  }
}
