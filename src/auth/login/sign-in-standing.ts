import type { SignInAccount } from '../../users/index.js';
import type { AccountsConfig } from '../accounts.config.js';

/** Why an account may not sign in, in the order in which it is looked at. */
export const SIGN_IN_FAULTS = ['disabled', 'unconfirmed'] as const;

export type SignInStanding = 'allowed' | (typeof SIGN_IN_FAULTS)[number];

/** An address that is not confirmed may be somebody else's; resetting the password confirms it. */
export function signInStandingOf(
  { isDisabled, isVerified }: Pick<SignInAccount, 'isDisabled' | 'isVerified'>,
  { EMAIL_VERIFICATION }: Pick<AccountsConfig, 'EMAIL_VERIFICATION'>,
): SignInStanding {
  if (isDisabled) return 'disabled';
  return isVerified || EMAIL_VERIFICATION !== 'required' ? 'allowed' : 'unconfirmed';
}
