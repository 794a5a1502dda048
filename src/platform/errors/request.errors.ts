import { defineErrors } from './catalogue.js';

/** What can be wrong with any request, whatever its route. */
export const RequestErrors = defineErrors('request', {
  malformed: {
    status: 400,
    title: 'The request could not be read.',
    help: 'The body is not valid UTF-8 or JSON, or the request line or headers break HTTP. `detail` says which.',
    oauth: 'invalid_request',
  },
  invalid: {
    status: 400,
    title: 'Some fields are not acceptable.',
    help: 'Every faulty field is listed in `errors`: `pointer` names it (RFC 6901), `detail` says what it must be.',
    oauth: 'invalid_request',
  },
  notFound: {
    status: 404,
    title: 'There is nothing here.',
    help: 'No route has this method and path, or the thing it names does not exist.',
  },
  timeout: {
    status: 408,
    title: 'The request took too long to arrive.',
    help: 'The client did not send the whole request in time. Send it again.',
  },
  tooLarge: {
    status: 413,
    title: 'The request body is too large.',
    help: 'Bodies are limited to `BODY_LIMIT` bytes.',
    oauth: 'invalid_request',
  },
  headersTooLarge: {
    status: 431,
    title: 'The request headers are too large.',
    help: 'All headers together are limited to 16 KiB. Cookies of other applications on the same host count, too.',
  },
  unsupportedMediaType: {
    status: 415,
    title: 'The content type is not supported here.',
    help: 'Send `Content-Type: application/json`. The OAuth endpoints also take `application/x-www-form-urlencoded`.',
    oauth: 'invalid_request',
  },
  tooMany: {
    status: 429,
    title: 'Too many requests.',
    help: 'Try again after the seconds in `Retry-After`. `RateLimit-Policy` names the limit: `LIMIT_PUBLIC_REQUESTS` of an address or `LIMIT_CALLER_REQUESTS` of a user a minute.',
    oauth: 'temporarily_unavailable',
  },
  refused: {
    status: 400,
    title: 'The request was refused.',
    help: 'The request breaks a rule of HTTP that no other code describes.',
    oauth: 'invalid_request',
  },
});

/** Faults of ours. */
export const ServerErrors = defineErrors('server', {
  internal: {
    status: 500,
    title: 'Something went wrong on our side.',
    help: 'A fault of the server. Give the `traceId` to its operators: their log has the cause under it.',
    oauth: 'server_error',
  },
  overloaded: {
    status: 503,
    title: 'The server has too much to do right now.',
    help: 'Try again after the seconds in `Retry-After`. Passwords are hashed in a bounded queue (`HASH_QUEUE`), and it is full.',
    oauth: 'temporarily_unavailable',
  },
  unavailable: {
    status: 503,
    title: 'A part the server depends on does not answer.',
    help: 'The server is stopping, or its database cannot be reached. What was asked for was done wholly or not at all; try again.',
    oauth: 'temporarily_unavailable',
  },
});
