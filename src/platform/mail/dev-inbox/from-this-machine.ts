import type { FastifyRequest } from 'fastify';

const LOOPBACK_ADDRESS = /^(127(\.\d{1,3}){3}|::1|::ffff:127(\.\d{1,3}){3})$/;
const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

type Caller = Pick<FastifyRequest, 'ip' | 'headers'>;

/**
 * Whether a person at this machine asks. A page of another site that had its name resolve to this machine (DNS
 * rebinding) is told by `Host`; a caller from elsewhere behind a proxy or tunnel, by what those add.
 */
export const isFromThisMachine = ({ ip, headers }: Caller): boolean =>
  LOOPBACK_ADDRESS.test(ip) &&
  LOOPBACK_HOST.test(headers.host ?? '') &&
  headers.forwarded === undefined &&
  headers['x-forwarded-for'] === undefined;
