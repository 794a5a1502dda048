import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { AuthenticatedRequest } from '../access/index.js';
import { addressOf } from './client-address.js';

/** On whose behalf code runs, for what records it far below the request. */
export interface RequestContext {
  readonly requestId?: string;
  readonly address?: string;
  /** Who they are, once that was verified; a user id, or who else it was, such as `operator:cli`. */
  readonly actor?: string | undefined;
  /** The API key that spoke for them, where one did. */
  readonly apiKeyId?: string | undefined;
}

interface Stay {
  readonly context: RequestContext;
  isOver: boolean;
}

const storage = new AsyncLocalStorage<Stay>();
let stays = 0;

/** The request that this code runs for. Undefined for what the server does by itself, also in timers that a request left. */
export function requestContext(): RequestContext | undefined {
  const stay = storage.getStore();
  return stay?.isOver ? undefined : stay?.context;
}

/** Runs something on behalf of somebody, until what it returns is settled. */
export function onBehalfOf<T>(context: RequestContext, run: () => T): T {
  const stay = { context, isOver: false };
  stays += 1;
  const leave = () => {
    stay.isOver = true;
    stays -= 1;
    // On Node.js before 24 a storage in use slows every promise of the process (docs/decisions/0021-observability.md).
    if (stays === 0) storage.disable();
  };
  try {
    const result = storage.run(stay, run);
    if (result instanceof Promise) void result.then(leave, leave);
    else leave();
    return result;
  } catch (error) {
    leave();
    throw error;
  }
}

/**
 * Gives a context to the handlers of routes that may change something, and of all that operators do. Not to every
 * reading one: they are many, record nothing, and would pay for it.
 */
export function keepRequestContext(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    if (isWorthIt(route)) route.handler = withContext(route.handler);
  });
}

const isWorthIt = ({ method, url }: RouteOptions): boolean =>
  url.startsWith('/admin/') || [method].flat().some((one) => !['GET', 'HEAD', 'OPTIONS'].includes(one));

const withContext = (handler: RouteOptions['handler']): RouteOptions['handler'] =>
  function (request: FastifyRequest, reply: FastifyReply) {
    return onBehalfOf(new ContextOfRequest(request), () => handler.call(this, request, reply));
  };

/** Looked up when it is asked for: the guards have not spoken yet when the handler begins. */
class ContextOfRequest implements RequestContext {
  readonly #request: FastifyRequest & AuthenticatedRequest & { user?: { userId?: string } };

  constructor(request: FastifyRequest) {
    this.#request = request;
  }

  get requestId(): string {
    return this.#request.id;
  }

  get address(): string {
    return addressOf(this.#request);
  }

  get actor(): string | undefined {
    return (this.#request.principal ?? this.#request.user)?.userId;
  }

  get apiKeyId(): string | undefined {
    const { principal } = this.#request;
    return principal && principal.sessionId === undefined ? principal.tokenId : undefined;
  }
}
