import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { PasswordFailures, PasswordsService } from '../../credentials/passwords/index.js';
import type { Proof } from '../../platform/access/index.js';
import { addressOf } from '../../platform/http/index.js';
import { DeviceCookie } from '../cookies/device-cookie.js';
import { GuessLimits } from './guess-limits.js';

/** A password that someone says is theirs. */
export interface PasswordClaim {
  /** What they call the account, by `loginKey`; absent where they are signed in to it. */
  readonly name?: string;
  /** Absent where no account is called so. */
  readonly userId?: string | undefined;
  /** Whether the account may sign in at all. Where not, the answer and the work are those of a wrong password. */
  readonly isDisabled?: boolean;
  readonly password: string;
}

/** The one way to check a password that came over HTTP: never past the limits on guessing. */
@Injectable()
export class GuardedPasswords {
  constructor(
    private readonly limits: GuessLimits,
    private readonly devices: DeviceCookie,
    private readonly failures: PasswordFailures,
    private readonly passwords: PasswordsService,
  ) {}

  /**
   * Whether the password is the account's. Unknown and disabled accounts and disabled passwords cost the same work as
   * a wrong password, and are counted alike.
   *
   * @throws Problem auth.tooManyAttempts, server.overloaded
   */
  async verify(claim: PasswordClaim, request: FastifyRequest): Promise<Proof | undefined> {
    const { name, userId, password } = claim;
    const device = await this.deviceOf(request, userId);
    const admission = await this.limits.admit({ name, userId, address: addressOf(request), device });
    const candidate = admission.mayBeRight && !claim.isDisabled ? userId : undefined;
    // A browser that signed in before has a count of its own: strangers cannot use it up, nor it theirs.
    const toCount = device === undefined ? candidate : undefined;
    let counted: string | undefined;
    try {
      const isUsable = await this.failures.countAhead(toCount);
      if (isUsable) counted = toCount;
      const proof = await this.passwords.verify(isUsable ? candidate : undefined, password);
      if (proof) await Promise.all([admission.forgive(), this.failures.forget(proof.userId)]);
      return proof;
    } catch (error) {
      this.failures.takeBack(counted);
      await admission.takeBack();
      throw error;
    }
  }

  /**
   * The browser, if it knew the password there is now. One that knew another may be a thief's, who could gather any
   * number of such cookies beforehand, and with each a count.
   */
  private async deviceOf(request: FastifyRequest, userId: string | undefined): Promise<string | undefined> {
    const device = this.devices.read(request, userId);
    if (!device || userId === undefined) return undefined;
    const setAt = await this.passwords.setAt(userId);
    return setAt && setAt <= device.since ? device.id : undefined;
  }
}
