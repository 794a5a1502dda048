import { Inject, Injectable } from '@nestjs/common';
import { hmac, MasterKey } from '../../platform/crypto/index.js';
import { networkOf } from '../../platform/http/index.js';
import { type Allowance, Counters, type GrowingDelay, refusal } from '../../platform/throttling/index.js';
import { AuthErrors } from '../auth.errors.js';
import { type GuessingConfig, guessingConfig } from './guessing.config.js';

/** Whose password is tried, and from where. */
export interface Guess {
  /** What the caller calls the account, in one spelling; absent where the caller is signed in to it. */
  readonly name?: string | undefined;
  /** Absent where no account is called so. */
  readonly userId?: string | undefined;
  readonly address: string;
  /** The browser that has signed in to this account before. */
  readonly device?: string | undefined;
}

/** One attempt that was counted. */
export interface Admission {
  /** False when too many were tried under another name of the account: the answer must not tell that the two are one. */
  readonly mayBeRight: boolean;
  /** The password was right: the account's count begins anew. */
  forgive(): Promise<void>;
  /** It was never compared. */
  takeBack(): Promise<void>;
}

/** Counts attempts before their passwords are hashed, by what the caller says and not by what exists. */
@Injectable()
export class GuessLimits {
  readonly #key: Buffer;
  private readonly perAccount: GrowingDelay;
  private readonly perAddress: Allowance;

  constructor(
    counters: Counters,
    masterKey: MasterKey,
    @Inject(guessingConfig.token) config: GuessingConfig,
  ) {
    this.#key = masterKey.derive('guessing');
    const seconds = config.LIMIT_ATTEMPTS_WINDOW;
    this.perAccount = counters.growingDelay({
      name: 'account',
      points: config.LIMIT_ACCOUNT_ATTEMPTS,
      seconds,
      firstWait: config.LIMIT_ACCOUNT_WAIT,
    });
    const points = config.LIMIT_ADDRESS_ATTEMPTS;
    this.perAddress = counters.allowance({ name: 'address', points, seconds });
  }

  /** @throws Problem auth.tooManyAttempts */
  async admit(guess: Guess): Promise<Admission> {
    const network = guess.device === undefined ? networkOf(guess.address) : undefined;
    const [told, silent] = this.keysOf(guess).map((key) => hmac(this.#key, key)) as [string, string?];
    await this.takeFromAddress(network);
    const wait = await this.perAccount.take(told);
    if (wait > 0) {
      await this.giveBackToAddress(network);
      throw refusal(AuthErrors.tooManyAttempts, this.perAccount.rules, wait);
    }
    const mayBeRight = silent === undefined || (await this.perAccount.take(silent)) === 0;
    const keys = silent === undefined ? [told] : [told, silent];
    return {
      mayBeRight,
      forgive: () => this.undo(keys, network, (key) => this.perAccount.forget(key)),
      takeBack: () => this.undo(keys, network, (key) => this.perAccount.giveBack(key)),
    };
  }

  /**
   * The keys to count under. The first is made of what the caller brought alone, so its answer tells nothing of what
   * exists. The second joins the names of one account.
   */
  private keysOf({ name, userId, address, device }: Guess): string[] {
    if (device !== undefined) return [`device ${userId} ${device}`];
    const network = networkOf(address);
    if (name === undefined) return [`account ${userId} ${network}`];
    return [`name ${name} ${network}`, userId ? `account ${userId} ${network}` : `nobody ${name} ${network}`];
  }

  private async takeFromAddress(network: string | undefined): Promise<void> {
    const wait = network === undefined ? 0 : await this.perAddress.take(network);
    if (wait > 0) throw refusal(AuthErrors.tooManyAttempts, this.perAddress.quota, wait);
  }

  private async giveBackToAddress(network: string | undefined): Promise<void> {
    if (network !== undefined) await this.perAddress.giveBack(network);
  }

  private async undo(
    keys: readonly string[],
    network: string | undefined,
    perKey: (key: string) => Promise<void>,
  ): Promise<void> {
    await Promise.all([...keys.map(perKey), this.giveBackToAddress(network)]);
  }
}
