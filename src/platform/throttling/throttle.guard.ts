import { type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  InjectThrottlerOptions,
  InjectThrottlerStorage,
  ThrottlerGuard,
  type ThrottlerModuleOptions,
  type ThrottlerRequest,
} from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type AuthenticatedRequest, PerHandler, UNLIMITED } from '../access/index.js';
import { RequestErrors } from '../errors/index.js';
import { addressOf, networkOf } from '../http/index.js';
import { rateLimitHeaders, refusal } from './quota.js';
import { RequestCounts, secondsUntil } from './request-counts.js';
import { type ThrottlingConfig, throttlingConfig } from './throttling.config.js';

type Request = FastifyRequest & AuthenticatedRequest;

/** What holds for a handler: no limit, the general one, or one that stands on it by a decorator of @nestjs/throttler. */
type Rule = 'unlimited' | 'general' | 'its own';

const MINUTE = 60_000;

/**
 * Stands behind the access guard. Counts signed-in callers by user and everybody else by address, over all routes
 * together; routes with a `@Throttle()` of their own count apart.
 */
@Injectable()
export class ThrottleGuard extends ThrottlerGuard {
  private readonly rules = new PerHandler((...targets) => this.readRule(targets));

  constructor(
    @InjectThrottlerOptions() options: ThrottlerModuleOptions,
    @InjectThrottlerStorage() private readonly counts: RequestCounts, // the module gives it as the storage
    reflector: Reflector,
    @Inject(throttlingConfig.token) private readonly config: ThrottlingConfig,
  ) {
    super(options, counts, reflector);
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.rules.of(context);
    if (rule === 'its own') return super.canActivate(context);
    if (rule === 'unlimited') return true;
    const { principal } = context.switchToHttp().getRequest<Request>();
    const { LIMIT_CALLER_REQUESTS, LIMIT_PUBLIC_REQUESTS } = this.config;
    return this.count(context, principal ? LIMIT_CALLER_REQUESTS : LIMIT_PUBLIC_REQUESTS, MINUTE);
  }

  protected override async handleRequest({ context, limit, ttl }: ThrottlerRequest): Promise<boolean> {
    return this.count(context, limit, ttl);
  }

  private count(context: ExecutionContext, limit: number, ttl: number): boolean {
    if (limit === 0) return true;
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const [name, caller] = request.principal
      ? ['user', request.principal.userId]
      : ['address', networkOf(addressOf(request))];
    const quota = { name, points: limit, seconds: Math.ceil(ttl / 1000) };
    const { hits, ends } = this.counts.count(`${name} ${limit}/${ttl} ${caller}`, ttl);
    const wholeIn = secondsUntil(ends);
    if (hits > limit) throw refusal(RequestErrors.tooMany, quota, wholeIn * 1000);
    http.getResponse<FastifyReply>().headers(rateLimitHeaders(quota, limit - hits, wholeIn));
    return true;
  }

  private readRule(targets: Parameters<Reflector['getAllAndOverride']>[1]): Rule {
    if (this.reflector.getAllAndOverride(UNLIMITED, targets) === true) return 'unlimited';
    const marks = targets.flatMap((target) => Reflect.getMetadataKeys(target) as unknown[]);
    return marks.some((mark) => String(mark).startsWith('THROTTLER:')) ? 'its own' : 'general';
  }
}
