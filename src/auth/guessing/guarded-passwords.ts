import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { PasswordFailures, PasswordsService } from '../../credentials/passwords/index.js';
import type { Proof } from '../../platform/access/index.js';
import { AuditTally } from '../../platform/audit/index.js';
import { Problem } from '../../platform/errors/index.js';
import { addressOf } from '../../platform/http/index.js';
import { AuthErrors } from '../auth.errors.js';
import { DeviceCookie } from '../cookies/device-cookie.js';
import { type Admission, GuessLimits } from './guess-limits.js';

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

/** Why a password was refused. */
type Reason =
  'unknownAccount' | 'accountMayNotSignIn' | 'tooManyAttempts' | 'passwordDisabled' | 'wrongPassword';

/** The one way to check a password that came over HTTP: never past the limits on guessing. */
@Injectable()
export class GuardedPasswords {
  constructor(
    private readonly limits: GuessLimits,
    private readonly devices: DeviceCookie,
    private readonly failures: PasswordFailures,
    private readonly passwords: PasswordsService,
    private readonly tally: AuditTally,
  ) {}

  /**
   * Whether the password is the account's. Unknown and disabled accounts and disabled passwords cost the same work as
   * a wrong password, and are counted alike.
   *
   * @throws Problem auth.tooManyAttempts, server.overloaded
   */
  async verify(claim: PasswordClaim, request: FastifyRequest): Promise<Proof | undefined> {
    try {
      const verdict = await this.judge(claim, request);
      if (typeof verdict !== 'string') return verdict;
      this.note(claim, verdict);
      return undefined;
    } catch (error) {
      if (error instanceof Problem && error.entry === AuthErrors.tooManyAttempts)
        this.note(claim, 'tooManyAttempts');
      throw error;
    }
  }

  private async judge(claim: PasswordClaim, request: FastifyRequest): Promise<Proof | Reason> {
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
      return proof ?? reasonOf(claim, admission, isUsable);
    } catch (error) {
      this.failures.takeBack(counted);
      await admission.takeBack();
      throw error;
    }
  }

  /** For the operator, after the answer. The name that was tried is not told: it may be a password in the wrong field. */
  private note({ name, userId }: PasswordClaim, reason: Reason): void {
    const type = name === undefined ? 'password.refused' : 'signIn.refused';
    this.tally.note({ type, ...(userId !== undefined && { userId }), detail: { reason } });
  }

  /**
   * For who is signed in, or came by a link: a wrong password is an error.
   *
   * @throws Problem auth.passwordWrong, auth.tooManyAttempts, server.overloaded
   */
  async prove(claim: PasswordClaim, request: FastifyRequest): Promise<Proof> {
    const proof = await this.verify(claim, request);
    if (!proof) throw new Problem(AuthErrors.passwordWrong);
    return proof;
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

function reasonOf({ userId, isDisabled }: PasswordClaim, admission: Admission, isUsable: boolean): Reason {
  if (userId === undefined) return 'unknownAccount';
  if (isDisabled) return 'accountMayNotSignIn';
  if (!admission.mayBeRight) return 'tooManyAttempts';
  return isUsable ? 'wrongPassword' : 'passwordDisabled';
}
