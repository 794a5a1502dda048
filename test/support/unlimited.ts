/** Settings under which nobody is refused for asking too often: the tests of other things ask often. */
export const UNLIMITED = {
  LIMIT_ACCOUNT_ATTEMPTS: '0',
  LIMIT_ADDRESS_ATTEMPTS: '0',
  LIMIT_CLIENT_ATTEMPTS: '0',
  LIMIT_PASSWORD_FAILURES: '0',
  LIMIT_PUBLIC_REQUESTS: '0',
  LIMIT_CALLER_REQUESTS: '0',
};

/** Those of a server that nobody has configured. */
export const LIMITED = Object.fromEntries(Object.keys(UNLIMITED).map((name) => [name, '']));
