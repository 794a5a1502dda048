import { Readable } from 'node:stream';
import { recordWriter } from './write-records.js';
import { type FileFormat, formatOfFile } from './file-format.js';
import { firebaseLines } from './firebase.js';
import { readLines } from './read-lines.js';

const read = async (format: FileFormat, ...chunks: (string | Buffer)[]) => {
  const lines = [];
  for await (const line of readLines(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), format))
    lines.push(line);
  return lines.sort((one, other) => one.line - other.line); // a broken row may be told early
};

describe('The format of a file', () => {
  it.each([
    ['users.jsonl', 'jsonl'],
    ['a.b/users.NDJSON', 'jsonl'],
    ['users.csv', 'csv'],
  ])('is told by its name: %s', (name, format) => {
    expect(formatOfFile(name)).toBe(format);
  });

  it('is the one that was asked for, whatever the name', () => {
    expect(formatOfFile('users.csv', 'jsonl')).toBe('jsonl');
  });

  it('has to be told where the name does not', () => {
    expect(() => formatOfFile('users.txt')).toThrow('say --format jsonl or --format csv');
    expect(() => formatOfFile('users.constructor')).toThrow('say --format');
    expect(() => formatOfFile('users.csv', 'xml')).toThrow('There is no format "xml"');
  });
});

describe('A file of JSON lines', () => {
  it('is read line by line, wherever its pieces break', async () => {
    const text = '\ufeff{"email":"ren\u00e9"}\r\n\r\n{"email":"b"}';
    const bytes = Buffer.from(text);
    const expected = [
      { line: 1, value: { email: 'ren\u00e9' } },
      { line: 3, value: { email: 'b' } },
    ];
    for (let at = 1; at < bytes.length; at++)
      expect(await read('jsonl', bytes.subarray(0, at), bytes.subarray(at))).toEqual(expected);
  });

  it('may have broken lines, which are told without their words', async () => {
    expect(await read('jsonl', '{"passwordHash":"secret\n{}\n')).toEqual([
      { line: 1, fault: 'is not a JSON object on one line' },
      { line: 2, value: {} },
    ]);
  });

  it('may have lines that are no UTF-8', async () => {
    expect(await read('jsonl', Buffer.from('{"a":"\xe9"}\n{"a":"b"}', 'latin1'))).toEqual([
      { line: 1, fault: 'must be in UTF-8' },
      { line: 2, value: { a: 'b' } },
    ]);
  });

  // What went wrong: whoever looked at such a line ran out of stack, and no later line was ever reached.
  it('may have lines that are nested without end', async () => {
    const deep = (open: string, close: string) => `{"x":${open.repeat(100_000)}1${close.repeat(100_000)}}\n`;
    const lines = await read('jsonl', deep('[', ']'), deep('{"a":', '}'), '{"email":"ada@example.com"}\n');
    expect(lines).toEqual([
      { line: 1, fault: 'is nested too deeply' },
      { line: 2, fault: 'is nested too deeply' },
      { line: 3, value: { email: 'ada@example.com' } },
    ]);
  });

  it('is no JSON array, nor one endless line', async () => {
    await expect(read('jsonl', '[{"email":"a"}]')).rejects.toThrow("jq -c '.[]'");
    await expect(read('jsonl', 'x'.repeat(1_000_001))).rejects.toThrow('more than 1000000 characters');
  });
});

describe('A file of CSV', () => {
  const head = 'email,username,disabled,roles';

  it('has its fields by the names of its first line; what is empty is absent', async () => {
    const rows = 'ada,"a, ""b""",false,"user, admin"\r\nbea,,TRUE,\r\n\r\ncy,,,","';
    expect(await read('csv', `\ufeff${head}\r\n`, rows)).toEqual([
      { line: 2, value: { email: 'ada', username: 'a, "b"', disabled: false, roles: ['user', 'admin'] } },
      { line: 3, value: { email: 'bea', disabled: true } },
      { line: 5, value: { email: 'cy', roles: [] } },
    ]);
  });

  it('may have broken rows among good ones', async () => {
    const rows = 'a,b\ned@ex"ample,,,\nlast,,perhaps,\n';
    expect(await read('csv', `${head}\n${rows}`)).toEqual([
      { line: 2, fault: 'must have 4 columns' },
      { line: 3, fault: 'is not a row of CSV: mind its quotes' },
      { line: 4, value: { email: 'last', disabled: 'perhaps' } },
    ]);
  });

  it('may end inside of a quote', async () => {
    const lines = await read('csv', `${head}\na,,,\nb,"c,,\n`);
    expect(lines.map(({ fault }) => fault)).toEqual([undefined, 'is not a row of CSV: mind its quotes']);
  });

  it('names known fields only, and each once', async () => {
    await expect(read('csv', 'email,$2b$10$secret\n')).rejects.toThrow(
      /^Column 2 of the first line names no field\. (?!.*secret)/,
    );
    await expect(read('csv', 'email,email\n')).rejects.toThrow('the same name');
  });
});

describe.each(['jsonl', 'csv'] as const)('Records written as %s', (format) => {
  it('are read as they were', async () => {
    const records = [
      {
        id: '1',
        email: 'a',
        displayName: '=1+"2",\n\u00e9',
        roles: [],
        createdAt: '2020-01-01T00:00:00.000Z',
      },
      { email: 'b', passwordHash: '$scrypt$ln=4,r=8$x$y', roles: ['user', 'admin'], disabled: true },
    ];
    const { start, page } = recordWriter[format];
    const lines = await read(format, start, page(records));
    expect(lines.map(({ value }) => value)).toEqual(records);
  });
});

describe('A line of Firebase', () => {
  const convert = firebaseLines(
    'hash_config {\n  algorithm: SCRYPT,\n  base64_signer_key: jxsA==,\n  base64_salt_separator: Bw==,\n  rounds: 8,\n  mem_cost: 14,\n}\n',
  );

  it('becomes one of ours', () => {
    const user = {
      localId: 'k',
      email: 'a',
      emailVerified: true,
      passwordHash: 'aGFzaA==',
      salt: 'c2FsdA==',
    };
    const value = { ...user, displayName: '', createdAt: '1508893925000', disabled: true };
    expect(convert({ line: 3, value })).toEqual({
      line: 3,
      value: {
        email: 'a',
        emailVerified: true,
        displayName: null,
        disabled: true,
        createdAt: '2017-10-25T01:12:05.000Z',
        passwordHash: '$firebase-scrypt$ln=14,r=8$jxsA==$Bw==$c2FsdA==$aGFzaA==',
      },
    });
  });

  it('has no password where Firebase has none of it, and stays what it is where it is no user', () => {
    expect(convert({ line: 1, value: { email: 'a' } }).value).toMatchObject({ passwordHash: null });
    expect(convert({ line: 1, value: 7 }).value).toBe(7);
    expect(convert({ line: 1, fault: 'broken' })).toEqual({ line: 1, fault: 'broken' });
  });

  it('needs all of the hash_config', () => {
    expect(() => firebaseLines('hash_config {}')).toThrow('does not say mem_cost');
  });
});
