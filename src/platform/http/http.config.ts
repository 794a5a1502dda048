import { defineSection, setting, type Config } from '../config/index.js';
import { isProxyRange } from './client-address.js';

export const httpConfig = defineSection(
  'HTTP',
  {
    NODE_ENV: setting
      .oneOf(['development', 'test', 'production'])
      .default('development')
      .describe('`production` turns every unsafe setting into a refusal to start.'),
    PORT: setting
      .integer({ min: 0, max: 65_535 })
      .default(3000)
      .describe('The TCP port; 0 takes any that is free.'),
    HOST: setting
      .text()
      .default('localhost')
      .describe('The address to listen on. In a container or behind a proxy on another host, use `0.0.0.0`.'),
    PUBLIC_URL: setting
      .origin()
      .optional()
      .describe(
        'Where clients reach this server; the `iss` of every token. Never taken from a request. Without it: `http://localhost:PORT`. Must be https in production.',
      ),
    TRUSTED_PROXIES: setting
      .texts()
      .refine((ranges) => ranges.every(isProxyRange), {
        error:
          'must be addresses, ranges such as 10.0.0.0/8, or the names loopback, linklocal and uniquelocal, with commas between',
      })
      .default([])
      .describe(
        'Proxies whose `X-Forwarded-For` is believed, with commas between: addresses, ranges such as `10.0.0.0/8`, or `loopback`, `linklocal`, `uniquelocal`. Empty: a caller’s address is that of its connection.',
      ),
    CORS_ORIGINS: setting
      .origins()
      .default([])
      .describe(
        'Origins of browser applications that may call this server, with commas between. Empty: none but its own.',
      ),
    BODY_LIMIT: setting
      .integer({ min: 1024, max: 1_048_576 })
      .default(65_536)
      .describe('The largest request body, in bytes.'),
    REQUEST_TIMEOUT: setting
      .duration({ min: '1s', max: '10m' })
      .prefault('30s')
      .describe('How long a client may take to send a request.'),
  },
  [
    (values, { production }) =>
      production &&
      !values.PUBLIC_URL?.startsWith('https://') &&
      'PUBLIC_URL must be set to an https:// origin in production, for example PUBLIC_URL=https://auth.example.com',
  ],
);

export type HttpConfig = Config<typeof httpConfig>;

/** The public origin of this server, without a slash at its end. */
export const publicUrl = (config: HttpConfig): string =>
  config.PUBLIC_URL ?? `http://localhost:${config.PORT}`;

export const isHttps = (config: HttpConfig): boolean => publicUrl(config).startsWith('https://');
