import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isDatabaseFault } from './database-fault.js';
import { Problem } from './problem.js';
import { oauthAnswer, problemAnswer } from './problem-answer.js';
import { RequestErrors, ServerErrors } from './request.errors.js';
import { stackOf } from './stack-of.js';

/** Set in a route's Fastify configuration by routes that answer errors in the form of RFC 6749 §5.2. */
export interface ErrorForm {
  readonly oauthErrors?: boolean;
}

/** The one place where a failure becomes an answer. What is not in the catalogue becomes `server.internal`. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('Problem');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const problem = asProblem(error);
    this.record(problem, error, request);
    if (reply.sent) return;
    const form = request.routeOptions.config as ErrorForm | undefined;
    const { status, headers, body } = (form?.oauthErrors ? oauthAnswer : problemAnswer)(problem, request.id);
    void reply.status(status).headers(headers).send(JSON.stringify(body));
  }

  private record(problem: Problem, error: unknown, request: FastifyRequest): void {
    const route = request.routeOptions.url ?? '(no route)';
    const line = { msg: `${request.method} ${route} ${problem.message}`, requestId: request.id };
    if (problem.entry.status < 500) return this.log.debug(line);
    if (problem === error) return this.log.warn(line); // foreseen, such as a full queue
    const cause = problem.context.cause ?? error;
    this.log.error(line, stackOf(cause));
  }
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isDatabaseFault(error))
    return new Problem(ServerErrors.unavailable, { cause: error, headers: { 'retry-after': '1' } });
  const status = statusOf(error);
  const entry = [...Object.values(RequestErrors), ServerErrors.unavailable].find(
    (known) => known.status === status,
  );
  if (status === undefined || status >= 500) {
    return new Problem(status === 503 ? ServerErrors.unavailable : ServerErrors.internal, { cause: error });
  }
  // Of a path that leads nowhere the router repeats all of it, and a stranger may have written a secret there.
  const because = error instanceof Error && status !== 404 ? error.message : undefined;
  return new Problem(entry ?? RequestErrors.refused, because ? { because } : {});
}

/** Nest's exceptions, and Fastify's own (body parser, limits), both carry a status. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 ? status : undefined;
}
