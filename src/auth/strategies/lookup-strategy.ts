import { Strategy } from 'passport';
import type { VerifiedToken } from '../../tokens/index.js';
import type { AuthenticatingRequest } from '../authenticating-request.js';

type Validate = (
  token: string,
  mayHaveExpired: boolean,
  done: (error: unknown, verified?: VerifiedToken) => void,
) => void;

/** A passport strategy for tokens that mean nothing by themselves. */
export class LookupStrategy extends Strategy {
  constructor(
    private readonly isOne: (token: string) => boolean,
    private readonly check: Validate,
  ) {
    super();
  }

  override authenticate(request: unknown): void {
    const { presented } = request as AuthenticatingRequest;
    if (!presented || !this.isOne(presented.token)) {
      this.fail(401);
      return;
    }
    this.check(presented.token, presented.mayHaveExpired === true, (error, verified) => {
      if (verified) this.success(verified);
      else this.error(error);
    });
  }
}
