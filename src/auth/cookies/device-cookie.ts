import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock, secondsAfter } from '../../platform/clock/index.js';
import { equalSecrets, hmac, MasterKey, randomSecret } from '../../platform/crypto/index.js';
import { type HttpConfig, httpConfig, isHttps } from '../../platform/http/index.js';

/** In seconds. */
const LIFETIME = 180 * 86_400;

export interface KnownBrowser {
  readonly id: string;
  /** When it gave a password that was right. */
  readonly since: Date;
}

/**
 * Marks a browser as one that signed in to an account before. It opens nothing: it only gives the browser's attempts
 * at that account's password a count of their own, which strangers cannot use up (OWASP, device cookies).
 */
@Injectable()
export class DeviceCookie {
  readonly #key: Buffer;
  private readonly secure: boolean;
  private readonly name: string;

  constructor(
    masterKey: MasterKey,
    @Inject(httpConfig.token) config: HttpConfig,
    private readonly clock: Clock,
  ) {
    this.#key = masterKey.derive('device-cookie');
    this.secure = isHttps(config);
    this.name = this.secure ? '__Host-sallyport_device' : 'sallyport_device';
  }

  set(reply: FastifyReply, userId: string): void {
    const device = `${randomSecret('')}.${this.clock.now().getTime().toString(36)}`;
    const { secure } = this;
    const attributes = { path: '/', secure, httpOnly: true, sameSite: 'strict', maxAge: LIFETIME } as const;
    void reply.setCookie(this.name, `${device}.${this.signatureOf(device, userId)}`, attributes);
  }

  /** The browser, if it signed in to this account before. */
  read({ cookies }: FastifyRequest, userId: string | undefined): KnownBrowser | undefined {
    const [random = '', time = '', signature = '', ...rest] = (cookies[this.name] ?? '').split('.');
    if (rest.length > 0) return undefined;
    const isGenuine = equalSecrets(signature, this.signatureOf(`${random}.${time}`, userId ?? 'nobody'));
    if (!isGenuine || userId === undefined) return undefined;
    const since = new Date(parseInt(time, 36));
    return secondsAfter(since, LIFETIME) > this.clock.now() ? { id: random, since } : undefined;
  }

  private signatureOf(device: string, userId: string): string {
    return hmac(this.#key, `${device}.${userId}`);
  }
}
