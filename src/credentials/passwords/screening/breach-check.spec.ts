import { createHash } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { loadConfiguration } from '../../../platform/config/index.js';
import { RangeService } from '../../../../test/support/range-service.js';
import { breachCheckConfig } from './breach-check.config.js';
import { BreachCheck } from './breach-check.js';

const settings = (url?: string) =>
  loadConfiguration(url ? { BREACH_CHECK_URL: url } : {}, [breachCheckConfig]).of(breachCheckConfig);

describe('The breach check', () => {
  const PASSWORD = 'correct horse battery staple';
  let service: RangeService;
  let check: BreachCheck;
  let warned: jest.SpyInstance;

  beforeEach(async () => {
    service = await RangeService.start();
    check = new BreachCheck(settings(service.url));
    warned = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
  });
  afterEach(async () => {
    warned.mockRestore();
    await service.close();
  });

  it('knows a password that was seen', async () => {
    service.knows(PASSWORD, 1);
    expect(await check.knows(PASSWORD)).toBe(true);
  });

  it('does not know one that was not, whatever else begins alike', async () => {
    service.knows('another');
    expect(await check.knows(PASSWORD)).toBe(false);
    expect(warned).not.toHaveBeenCalled();
  });

  it('takes a line of padding for none', async () => {
    service.knows(PASSWORD, 0);
    expect(await check.knows(PASSWORD)).toBe(false);
    expect(warned).not.toHaveBeenCalled();
  });

  it('reads lines in lower case and without carriage returns', async () => {
    const suffix = createHash('sha1').update(PASSWORD).digest('hex').slice(5);
    service.answer = (response) => response.end(`${'0'.repeat(35)}:7\n${suffix}:12\n`);
    expect(await check.knows(PASSWORD)).toBe(true);
  });

  it('lets five characters of the digest leave the machine, asks for padding, and tells nothing else', async () => {
    await check.knows(PASSWORD);
    const digest = createHash('sha1').update(PASSWORD).digest('hex').toUpperCase();
    expect(service.asked).toHaveLength(1);
    const { method, path, headers, body } = service.asked[0]!;
    expect([method, path, body]).toEqual(['GET', `/range/${digest.slice(0, 5)}`, '']);
    const { host, connection, ...told } = headers;
    expect([host, connection]).toEqual([new URL(service.url).host, 'keep-alive']);
    expect(told).toEqual({
      'add-padding': 'true',
      'user-agent': 'sallyport',
      accept: '*/*',
      'accept-language': '*',
      'accept-encoding': expect.any(String),
      'sec-fetch-mode': 'cors',
    });
  });

  it.each<[string, RangeService['answer'], RegExp]>([
    ['fails', (response) => response.writeHead(500).end(), /answered 500/],
    ['answers with a page', (response) => response.end('<html>Hello</html>'), /not answer with a range/],
    ['answers with nothing', (response) => response.end(), /not answer with a range/],
    ['sends elsewhere', (response) => response.writeHead(302, { location: '/x' }).end(), /redirect/],
    ['hangs up', (response) => response.destroy(), /./],
    ['never answers', () => undefined, /timeout/],
    ['never ends', (response) => void response.write('0'), /timeout/],
  ])('finds nothing and warns when the service %s', async (_, answer, reason) => {
    service.answer = answer;
    expect(await check.knows(PASSWORD)).toBe(false);
    expect(warned.mock.calls).toEqual([[expect.stringMatching(/^password\.breachCheckFailed: /)]]);
    expect(warned.mock.calls[0][0]).toMatch(reason);
    expect(service.asked).toHaveLength(1);
  });

  it('finds nothing and warns when nobody listens', async () => {
    await service.close();
    expect(await check.knows(PASSWORD)).toBe(false);
    expect(warned.mock.calls).toEqual([
      [expect.stringMatching(/^password\.breachCheckFailed: .*ECONNREFUSED/)],
    ]);
    service = await RangeService.start();
  });

  it('asks nobody unless it is told whom', async () => {
    const asking = jest.spyOn(globalThis, 'fetch');
    expect(await new BreachCheck(settings()).knows(PASSWORD)).toBe(false);
    expect(asking).not.toHaveBeenCalled();
    asking.mockRestore();
  });
});

describe('The address of the range service', () => {
  it.each(['https://api.pwnedpasswords.com/range/', 'http://localhost:8080/', 'http://[::1]/range/'])(
    'may be %s',
    (url) => expect(settings(url).BREACH_CHECK_URL).toBe(url),
  );

  it.each([
    'https://api.pwnedpasswords.com/range',
    'http://ranges.example/range/',
    'ranges/',
    'file:///range/',
  ])('may not be %s', (url) =>
    expect(() => settings(url)).toThrow('BREACH_CHECK_URL must be an https:// address'),
  );
});
