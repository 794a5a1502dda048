import type { FastifyRequest } from 'fastify';
import { addressOf, isProxyRange, networkOf } from './client-address.js';

const from = (...hops: string[]) => addressOf({ ip: hops.at(-1), ips: hops } as unknown as FastifyRequest);

describe('The address of a caller', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::FFFF:CB00:7107', '203.0.113.7'],
    ['203.0.113.7:52811', '203.0.113.7'],
    ['2001:DB8:0::1', '2001:db8::1'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
  ])('has one spelling: %s', (text, address) => {
    expect(from('10.0.0.1', text)).toBe(address);
  });

  it.each(['unknown', '', '2130706433', '0x7f.1', '203.0.113.7, 10.0.0.1', 'a'.repeat(1000)])(
    'is that of the proxy, where what the proxy says is none: %s',
    (text) => {
      expect(from('10.0.0.1', text)).toBe('10.0.0.1');
    },
  );

  it('is that of the connection without trusted proxies', () => {
    expect(addressOf({ ip: '::ffff:127.0.0.1' } as FastifyRequest)).toBe('127.0.0.1');
  });
});

describe('A network', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
    ['::1', '::/64'],
    ['', ''],
  ])('holds what one party holds: %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe('A range of proxies', () => {
  it.each(['loopback', 'uniquelocal', '10.0.0.1', '10.0.0.0/8', '2001:db8::/32', '::1', '::1/128'])(
    'can be %s',
    (text) => {
      expect(isProxyRange(text)).toBe(true);
    },
  );

  it.each(['everyone', '10.0.0.0/0', '::/0', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0.0/', '1', '*', '/8'])(
    'cannot be %s',
    (text) => {
      expect(isProxyRange(text)).toBe(false);
    },
  );
});
