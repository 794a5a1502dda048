import { Inject, Injectable, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../../platform/clock/index.js';
import { type HttpConfig, httpConfig, isHttps } from '../../platform/http/index.js';
import type { TokenGrant } from '../../tokens/index.js';
import { CsrfDefence } from './csrf-defence.js';

/** The three cookies of a browser's session. Only the CSRF cookie can be read by the page. */
@Injectable()
export class SessionCookies {
  private readonly secure: boolean;
  private readonly prefix: string;

  constructor(
    @Inject(httpConfig.token) config: HttpConfig,
    private readonly csrf: CsrfDefence,
    private readonly clock: Clock,
  ) {
    this.secure = isHttps(config);
    // A browser keeps a __Host- cookie only from https, for this host alone and the whole of it (RFC 6265bis §4.1.3.2).
    this.prefix = this.secure ? '__Host-' : '';
    if (!this.secure)
      new Logger('Cookies').warn(
        'PUBLIC_URL is not https: cookies have no __Host- prefix and no Secure flag.',
      );
  }

  /** Gives the browser the tokens, and returns the CSRF token for the page. */
  set(reply: FastifyReply, { accessToken, refreshToken, session }: TokenGrant): string {
    const csrfToken = this.csrf.tokenOf(session.id);
    const sessionSeconds = Math.floor((session.idleUntil.getTime() - this.clock.now().getTime()) / 1000);
    this.write(reply, 'access', accessToken, sessionSeconds, true); // longer than it is good: it still serves to sign out
    this.write(reply, 'refresh', refreshToken, sessionSeconds, true);
    this.write(reply, 'csrf', csrfToken, sessionSeconds, false);
    return csrfToken;
  }

  clear(reply: FastifyReply): void {
    for (const kind of ['access', 'refresh', 'csrf'] as const)
      this.write(reply, kind, '', 0, kind !== 'csrf');
  }

  read(request: FastifyRequest, kind: 'access' | 'refresh'): string | undefined {
    return request.cookies[this.nameOf(kind)] || undefined;
  }

  private write(
    reply: FastifyReply,
    kind: 'access' | 'refresh' | 'csrf',
    value: string,
    maxAge: number,
    httpOnly: boolean,
  ) {
    void reply.setCookie(this.nameOf(kind), value, {
      path: '/',
      secure: this.secure,
      httpOnly,
      sameSite: 'strict',
      maxAge,
    });
  }

  private nameOf(kind: string): string {
    return `${this.prefix}sallyport_${kind}`;
  }
}
