import { type ExecutionContext, Injectable } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerRequest } from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type AuthenticatedRequest, UNLIMITED } from '../access/index.js';
import { RequestErrors } from '../errors/index.js';
import { addressOf, networkOf } from '../http/index.js';
import { rateLimitHeaders, refusal } from './quota.js';

type Request = FastifyRequest & AuthenticatedRequest;

/**
 * Stands behind the access guard. Counts signed-in callers by user and everybody else by address, over all routes
 * together; routes with a `@Throttle()` of their own count apart.
 */
@Injectable()
export class ThrottleGuard extends ThrottlerGuard {
  protected override async shouldSkip(context: ExecutionContext): Promise<boolean> {
    return this.reflector.getAllAndOverride(UNLIMITED, [context.getHandler(), context.getClass()]) === true;
  }

  protected override async handleRequest({ context, limit, ttl }: ThrottlerRequest): Promise<boolean> {
    if (limit === 0) return true;
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const [name, caller] = request.principal
      ? ['user', request.principal.userId]
      : ['address', networkOf(addressOf(request))];
    const quota = { name, points: limit, seconds: Math.ceil(ttl / 1000) };
    const key = `${name} ${limit}/${ttl} ${caller}`;
    const { totalHits, timeToExpire } = await this.storageService.increment(key, ttl, limit, 0, name);
    if (totalHits > limit) throw refusal(RequestErrors.tooMany, quota, timeToExpire * 1000);
    http.getResponse<FastifyReply>().headers(rateLimitHeaders(quota, limit - totalHits, timeToExpire));
    return true;
  }
}
