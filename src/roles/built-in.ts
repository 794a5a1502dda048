/** The role every account gets, and the role of those who run the server. */
export const DEFAULT_ROLE = 'user';
export const ADMIN_ROLE = 'admin';
/** The role of services that ask whether tokens are good (RFC 7662 §2.1). */
const INTROSPECTOR_ROLE = 'introspector';

/** The permissions that code names in more than one place. */
export const INTROSPECT = 'tokens:introspect';
export const EXPLAIN = 'tokens:explain';

/** Every permission there is, with what it allows. What a route asks for by `@RequirePermissions()` must be here. */
export const PERMISSIONS = {
  'reports:read': 'See the reports of the example routes',
  'users:read': 'See all accounts',
  'users:write': 'Create, change, disable and delete accounts',
  'roles:read': 'See roles and who holds them',
  'roles:write': 'Create roles, and give or take them',
  'sessions:read': "See everyone's sessions",
  'sessions:write': "End anyone's session",
  'keys:read': 'See the signing keys',
  'keys:write': 'Rotate and distrust signing keys',
  'audit:read': 'Read the audit log',
  [INTROSPECT]: 'Ask what any token is good for',
  [EXPLAIN]: 'Ask why a token or an account is let in or refused',
} as const satisfies Record<string, string>;

export const BUILT_IN_ROLES = [
  { name: DEFAULT_ROLE, description: 'Everyone with an account', permissions: [] },
  { name: INTROSPECTOR_ROLE, description: 'Asks whether tokens are good', permissions: [INTROSPECT] },
  { name: ADMIN_ROLE, description: 'Runs this server', permissions: Object.keys(PERMISSIONS) },
] as const;
