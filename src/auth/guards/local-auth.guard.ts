import { type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { Proof } from '../../platform/access/index.js';
import { Problem, StrictValidationPipe } from '../../platform/errors/index.js';
import { AuthErrors } from '../auth.errors.js';
import type { AuthenticatingRequest } from '../authenticating-request.js';
import { CsrfDefence } from '../cookies/csrf-defence.js';
import { LoginDto } from '../login/login.dto.js';
import { LocalStrategy } from '../strategies/local.strategy.js';
import { perRequest } from '../strategies/per-request.js';

/** Lets through who proves to be someone, and leaves the Proof in `request.user`. */
@Injectable()
export class LocalAuthGuard extends AuthGuard() {
  private readonly validation = new StrictValidationPipe();

  constructor(
    private readonly csrf: CsrfDefence,
    local: LocalStrategy,
  ) {
    super(perRequest(local));
  }

  /** Guards run before pipes, so the body is validated here: what is no text must not reach a strategy. */
  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AuthenticatingRequest>();
    this.csrf.assertSameSite(request);
    request.body = await this.validation.transform(request.body, { type: 'body', metatype: LoginDto });
    return (await super.canActivate(context)) as boolean;
  }

  override handleRequest<P = Proof>(error: unknown, proof: P | false): P {
    if (error) throw error as Error;
    if (!proof) throw new Problem(AuthErrors.invalidCredentials);
    return proof;
  }
}
