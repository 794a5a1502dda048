import { isIP, isIPv6 } from 'node:net';
import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';

/** Names for ranges, as @fastify/proxy-addr knows them. */
const RANGES = ['loopback', 'linklocal', 'uniquelocal'];

/** Whether a text names proxies to trust: an address, a range such as `10.0.0.0/8`, or the name of one. */
export function isProxyRange(text: string): boolean {
  if (RANGES.includes(text)) return true;
  const [address = '', prefix, ...rest] = text.split('/');
  if (isIP(address) === 0 || rest.length > 0) return false;
  if (prefix === undefined) return true;
  // A prefix of 0 would trust everybody.
  return /^[1-9]\d{0,2}$/.test(prefix) && Number(prefix) <= (isIPv6(address) ? 128 : 32);
}

/**
 * The address that a request came from: that of the connection, or the nearest one in X-Forwarded-For that is not
 * a trusted proxy's. In one spelling: IPv4 within IPv6 is IPv4, without port or zone.
 */
export function addressOf(request: FastifyRequest): string {
  // `request.ips` is there with trusted proxies only: from the connection's address to the first one not trusted.
  const hops = request.ips ?? [request.ip];
  return hops.map(canonicalAddress).findLast((address) => address !== undefined) ?? '';
}

/** What one network holds in its hands and so counts as one: an IPv4 address, or 64 bits of an IPv6 address. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [network] = ipaddr.IPv6.networkAddressFromCIDR(`${address}/64`).toString().split('%');
  return `${network}/64`;
}

/** Some proxies write a port behind the address. Undefined for what is none, such as `unknown` (RFC 7239 §6). */
function canonicalAddress(text: string): string | undefined {
  const [bare = ''] = (/^\[(.+)\](?::\d+)?$/.exec(text)?.[1] ?? text).split('%');
  const address = isIP(bare) ? bare : bare.replace(/:\d+$/, '');
  return isIP(address) ? ipaddr.process(address).toString() : undefined;
}
