/** Error codes of RFC 6749 §4.1.2.1/§5.2, RFC 6750 §3.1 and RFC 7009 §2.2.1. */
export type OAuthError =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_token_type'
  | 'invalid_scope'
  | 'invalid_token'
  | 'insufficient_scope'
  | 'server_error'
  | 'temporarily_unavailable';

/** One kind of failure. The catalogue of all of them is closed: a code that is not declared does not compile. */
export interface ErrorEntry {
  /** For machines; dotted by module; never changes its meaning. */
  readonly code: string;
  readonly status: number;
  /** For people; the same sentence every time. */
  readonly title: string;
  /** What it means and what to do, for docs/errors.md. */
  readonly help: string;
  /** The OAuth code, where the failure can reach an OAuth endpoint or a bearer challenge. */
  readonly oauth?: OAuthError;
  /** Whether the answer names the Bearer scheme although it is no 401 (RFC 6750 §3). */
  readonly challenges?: boolean;
}

type Draft = Omit<ErrorEntry, 'code'>;

/** Declares a module's slice of the catalogue: `session.expired` is `defineErrors('session', { expired: … }).expired`. */
export function defineErrors<const D extends Record<string, Draft>>(module: string, drafts: D) {
  const entries = Object.entries(drafts).map(([name, draft]) => [
    name,
    { code: `${module}.${name}`, ...draft },
  ]);
  return Object.freeze(Object.fromEntries(entries)) as { readonly [K in keyof D]: ErrorEntry };
}
