import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AnySection, ConfigurationFaults, defineSection, loadConfiguration, setting } from './index.js';

const faultsOf = (environment: Record<string, string>, ...sections: AnySection[]): readonly string[] => {
  try {
    loadConfiguration(environment, sections);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationFaults) return error.faults;
    throw error;
  }
};

/** What becomes of a single setting: its value, or its faults. */
const read = (kind: AnySection['shape'][string], text: string): unknown => {
  const section: AnySection = defineSection('Test', { SETTING: kind });
  const faults = faultsOf({ SETTING: text }, section);
  return faults.length > 0 ? faults : loadConfiguration({ SETTING: text }, [section]).of(section).SETTING;
};

describe('Loading the configuration', () => {
  const server = defineSection('Server', {
    PORT: setting.integer({ min: 1, max: 65_535 }).default(3000),
    HOST: setting.text().default('localhost'),
  });
  const keys = defineSection(
    'Keys',
    { ALGORITHM: setting.oneOf(['ES256', 'HS256']).default('ES256'), SECRET: setting.text().optional() },
    [({ ALGORITHM, SECRET }) => ALGORITHM === 'HS256' && !SECRET && 'HS256 needs SECRET. Set it.'],
  );

  it('gives each section its values, and defaults for what is not set', () => {
    const configuration = loadConfiguration({ PORT: '8080', UNKNOWN: 'x' }, [server, keys]);
    expect(configuration.of(server)).toEqual({ PORT: 8080, HOST: 'localhost' });
    expect(configuration.of(keys)).toEqual({ ALGORITHM: 'ES256' });
  });

  it('names the faults of all sections together', () => {
    const faults = faultsOf({ PORT: 'eighty', ALGORITHM: 'none' }, server, keys);
    expect(faults).toEqual(['PORT must be a whole number.', 'ALGORITHM must be one of ES256, HS256.']);
  });

  it('names a broken rule beside the faults of other sections', () => {
    const faults = faultsOf({ PORT: '0', ALGORITHM: 'HS256' }, server, keys);
    expect(faults).toEqual(['PORT must be at least 1.', 'HS256 needs SECRET. Set it.']);
  });

  it('says every fault in its message, a line each', () => {
    const load = () => loadConfiguration({ PORT: '0', ALGORITHM: 'HS256' }, [server, keys]);
    expect(load).toThrow(
      'The configuration cannot be used:\n  - PORT must be at least 1.\n  - HS256 needs SECRET. Set it.',
    );
  });

  it('names a setting that has no default and is missing', () => {
    const needed = defineSection('Needed', { NAME: setting.text() });
    expect(faultsOf({}, needed)).toEqual([expect.stringMatching(/^NAME /)]);
  });

  it('takes an empty value as none at all', () => {
    const configuration = loadConfiguration({ PORT: '', SECRET: '' }, [server, keys]);
    expect(configuration.of(server).PORT).toBe(3000);
    expect(configuration.of(keys).SECRET).toBeUndefined();
    expect(faultsOf({ ALGORITHM: 'HS256', SECRET: '' }, keys)).toHaveLength(1);
  });

  it('tells rules whether this is production', () => {
    const strict = defineSection('Strict', {}, [(_, { production }) => production && 'Not here.']);
    expect(faultsOf({ NODE_ENV: 'production' }, strict)).toEqual(['Not here.']);
    expect(faultsOf({ NODE_ENV: 'development' }, strict)).toEqual([]);
    expect(faultsOf({}, strict)).toEqual([]);
  });

  it('freezes what it gives', () => {
    const values = loadConfiguration({}, [server]).of(server) as { PORT: number };
    expect(() => (values.PORT = 1)).toThrow(TypeError);
  });

  it('offers the values of every section for injection by its token', () => {
    const providers = loadConfiguration({}, [server, keys]).providers();
    expect(providers).toEqual([
      { provide: server.token, useValue: { PORT: 3000, HOST: 'localhost' } },
      { provide: keys.token, useValue: { ALGORITHM: 'ES256' } },
    ]);
  });
});

describe('A setting that is a whole number', () => {
  const number = setting.integer({ min: 1, max: 100 });

  it('is taken within its range, ends included', () => {
    expect([read(number, '1'), read(number, '100'), read(number, '007')]).toEqual([1, 100, 7]);
  });

  it('is refused outside of it', () => {
    expect(read(number, '0')).toEqual(['SETTING must be at least 1.']);
    expect(read(number, '101')).toEqual(['SETTING must be at most 100.']);
  });

  it.each(['1.5', '-1', '+1', '1e1', '0x10', ' 7', '7 ', '7\n', 'seven', 'Infinity'])('is not %j', (text) => {
    expect(read(number, text)).toEqual(['SETTING must be a whole number.']);
  });
});

describe('A setting that is true or false', () => {
  it('says so in these words only', () => {
    expect([read(setting.flag(), 'true'), read(setting.flag(), 'false')]).toEqual([true, false]);
    for (const text of ['TRUE', '1', '0', 'yes', 'on', 'False', ' true'])
      expect(read(setting.flag(), text)).toEqual(['SETTING must be true or false.']);
  });
});

describe('A setting that is a span of time', () => {
  const span = setting.duration({ min: '10s', max: '2d' });

  it.each([
    ['10', 10],
    ['90s', 90],
    ['10m', 600],
    ['12h', 43_200],
    ['2d', 172_800],
  ])('reads %s as %i seconds', (text, seconds) => {
    expect(read(span, text)).toBe(seconds);
  });

  it('is refused outside of its range, in the words of the range', () => {
    expect(read(span, '9s')).toEqual(['SETTING must be at least 10s.']);
    expect(read(span, '49h')).toEqual(['SETTING must be at most 2d.']);
  });

  it.each(['1.5h', '10 m', '10M', '-5m', '1w', 'm', '10ms', '1h30m', 'P1D'])('is not %j', (text) => {
    expect(read(span, text)).toEqual(['SETTING must be a time such as 90s, 10m, 12h or 30d.']);
  });
});

describe('A setting that is an origin', () => {
  const FAULT =
    'SETTING must be an origin such as https://auth.example.com, without a path or a slash at its end.';

  it.each(['https://auth.example.com', 'http://localhost:3000', 'https://[::1]:8443', 'http://127.0.0.1'])(
    'may be %s',
    (text) => {
      expect(read(setting.origin(), text)).toBe(text);
    },
  );

  it.each([
    'https://auth.example.com/',
    'https://auth.example.com/path',
    'https://auth.example.com?x',
    'https://auth.example.com#x',
    'https://ada:secret@auth.example.com',
    'https://AUTH.example.com',
    'https://auth.example.com:443',
    'auth.example.com',
    '//auth.example.com',
    'ftp://auth.example.com',
    'file:///etc',
    'javascript:alert(1)',
    'null',
    '*',
  ])('may not be %s', (text) => {
    expect(read(setting.origin(), text)).toEqual([FAULT]);
  });

  it('may be one of several, with commas between and spaces around them', () => {
    const several = 'https://a.example, https://b.example:8443 ,';
    expect(read(setting.origins(), several)).toEqual(['https://a.example', 'https://b.example:8443']);
  });

  it('is refused among several, too', () => {
    const [fault] = read(setting.origins(), 'https://a.example,*') as string[];
    expect(fault).toMatch(/^SETTING\b.* must be an origin/);
  });
});

describe('A setting that is the content of a file', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sallyport-config-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const written = (content: string): string => {
    const file = join(folder, 'secret');
    writeFileSync(file, content);
    return file;
  };

  it.each([
    ['as it stands', 's3cret', 's3cret'],
    ['without the line break at its end', 's3cret\n', 's3cret'],
    ['without a Windows line break at its end', 's3cret\r\n', 's3cret'],
    ['with all white space but that', ' s3\ncret \n\n', ' s3\ncret \n'],
  ])('is read %s', (_, content, value) => {
    expect(read(setting.fileContent(), written(content))).toBe(value);
  });

  it('is a fault where the file cannot be read, and the fault says why', () => {
    const missing = join(folder, 'missing');
    expect(read(setting.fileContent(), missing)).toEqual([
      expect.stringMatching(/^SETTING cannot be read: ENOENT/),
    ]);
    expect(read(setting.fileContent(), folder)).toEqual([expect.stringMatching(/cannot be read: EISDIR/)]);
  });
});
