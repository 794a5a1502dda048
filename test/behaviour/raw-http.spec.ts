import { type Person, PASSWORD } from '../support/person.js';
import { rawRequest, sendRaw } from '../support/raw-http.js';
import { World } from '../support/world.js';

const JSON_TYPE = 'Content-Type: application/json';
const FORM_TYPE = 'Content-Type: application/x-www-form-urlencoded';

describe('Over a bare connection', () => {
  let world: World;
  let ada: Person;
  let body: string;
  const sends = async (bytes: string | Buffer) =>
    (await sendRaw(world.url, bytes)).map(({ status, body }) => [status, body?.code]);
  const chunked = (text: string, more: readonly string[] = []) =>
    rawRequest('POST /login', [JSON_TYPE, 'Transfer-Encoding: chunked', ...more], text, false);

  beforeAll(async () => {
    world = await World.open();
    ada = await world.person().signedIn();
    body = JSON.stringify({ email: ada.email, password: PASSWORD });
  });
  afterAll(() => world.close());

  it('a well-made request signs in, whole or in chunks, with a byte order mark or a charset', async () => {
    const size = Buffer.byteLength(body).toString(16);
    for (const bytes of [
      rawRequest('POST /login', [JSON_TYPE], body),
      rawRequest('POST /login', ['content-type: APPLICATION/JSON; charset="UTF-8"'], body),
      rawRequest('POST /login', [JSON_TYPE], `\ufeff${body}`),
      rawRequest('POST /login', [JSON_TYPE, 'Expect: nonsense'], body),
      chunked(`${size}\r\n${body}\r\n0\r\n\r\n`),
      chunked(`${size};name=value\r\n${body}\r\n0\r\nX-Trailer: x\r\n\r\n`),
    ])
      expect(await sends(bytes)).toEqual([[200, undefined]]);
  });

  it.each([
    ['no charset that we speak', 'application/json; charset=utf-16'],
    ['Latin-1', 'application/json;charset=iso-8859-1'],
    ['two charsets', 'application/json; charset=utf-8; charset=utf-7'],
    ['JSON as a parameter of text', 'text/plain; application/json'],
    ['a list', 'application/json, text/plain'],
    ['a longer word', 'application/jsonp'],
    ['a suffix', 'application/vnd.api+json'],
    ['a wildcard', '*/*'],
    ['nothing', ''],
    ['a form', 'application/x-www-form-urlencoded; x=application/json'],
  ])('a good body is refused whose type is %s', async (_, type) => {
    expect(await sends(rawRequest('POST /login', [`Content-Type: ${type}`], body))).toEqual([
      [415, 'request.unsupportedMediaType'],
    ]);
  });

  it('a body without a type, or in a coding, is refused', async () => {
    const refusal = [[415, 'request.unsupportedMediaType']];
    expect(await sends(rawRequest('POST /login', [], body))).toEqual(refusal);
    expect(await sends(rawRequest('POST /login', [JSON_TYPE, 'Content-Encoding: gzip'], body))).toEqual(
      refusal,
    );
  });

  it('a body of other encodings than UTF-8 is refused', async () => {
    for (const bytes of [
      Buffer.from(body, 'utf16le'),
      Buffer.from(`\ufeff${body}`, 'utf16le'),
      Buffer.from(body.replace('correct', 'corréct'), 'latin1'),
      Buffer.concat([Buffer.from('{"email":"'), Buffer.from([0xc0, 0xaf]), Buffer.from('","password":"x"}')]),
      Buffer.concat([Buffer.from('{"email":"'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')]),
    ])
      expect(await sends(rawRequest('POST /login', [JSON_TYPE], bytes))).toEqual([
        [400, 'request.malformed'],
      ]);
  });

  // What went wrong: the escapes %fe and %ff became the same replacement character, and so the same password.
  it('a form of escapes that are not UTF-8 is refused', async () => {
    for (const form of ['username=%ff&password=x', 'username=a&password=%c0%af', 'username=%&password=x'])
      expect(await sends(rawRequest('POST /token', [FORM_TYPE], form))).toEqual([[400, 'request.malformed']]);
  });

  // What went wrong: the last one was taken, in silence.
  it.each([
    ['at the top', '{"email":"EMAIL","email":"eve@example.com","password":"x"}'],
    ['by an escape', '{"email":"eve@example.com","\\u0065mail":"EMAIL","password":"x"}'],
    ['inside', '{"email":"EMAIL","password":"x","more":[{"a":1,"b":{"a":1},"a":2}]}'],
  ])('a JSON name that is there twice is refused: %s', async (_, text) => {
    const bytes = rawRequest('POST /login', [JSON_TYPE], text.replace('EMAIL', ada.email));
    expect(await sends(bytes)).toEqual([[400, 'request.malformed']]);
  });

  it('names and texts that only look doubled are none', async () => {
    const displayName = '"a":1,"a":2,{"displayName":"x"';
    const answer = await ada.sends('PATCH', '/me', { body: { displayName } });
    expect(answer.body.displayName).toBe(displayName);
  });

  it.each(['Host: evil.example', 'Authorization: Bearer x', 'Content-Type: text/plain'])(
    'a header that may stand there once is refused twice: %s',
    async (header) => {
      const own = [JSON_TYPE, `Authorization: Bearer ${ada.accessToken}`];
      for (const headers of [
        [...own, header],
        [header, ...own],
      ]) {
        const bytes = rawRequest('PATCH /me', headers, '{}');
        expect(await sends(bytes)).toEqual([[400, 'request.malformed']]);
      }
    },
  );

  it.each([
    ['no host', 'GET /me HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['lines without carriage returns', 'GET /me HTTP/1.1\nHost: x\n\n'],
    ['a folded header', 'GET /me HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n'],
    ['NUL in a header', 'GET /me HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n'],
    ['a space before the colon', 'GET /me HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n'],
    ['a version of the future', 'GET /me HTTP/9.9\r\nHost: x\r\n\r\n'],
    ['a verb that nobody knows', 'FOO /me HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a verb in small letters', 'get /me HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a path without its slash', 'GET me HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['bytes beyond ASCII in its path', 'GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ])('a request is refused that has %s', async (_, text) => {
    const answers = await sendRaw(world.url, Buffer.from(text, 'latin1'));
    expect(answers.map(({ status, type, body }) => [status, type, body.code])).toEqual([
      [400, 'application/problem+json', 'request.malformed'],
    ]);
    for (const header of ['cache-control: no-store', 'x-content-type-options: nosniff', 'x-request-id: '])
      expect(answers[0]?.head.toLowerCase()).toContain(`\r\n${header}`);
  });

  it.each([
    ['a size that is no number', 'zz\r\n{}\r\n0\r\n\r\n'],
    ['a negative size', '-2\r\n{}\r\n0\r\n\r\n'],
    ['a size without end', 'fffffffffffffffff\r\n{}\r\n0\r\n\r\n'],
    ['a size that is too small', '1\r\n{}\r\n0\r\n\r\n'],
  ])('chunks are refused with %s', async (_, text) => {
    expect(await sends(chunked(text))).toEqual([[400, 'request.malformed']]);
  });

  it.each([
    ['chunks beside a length', ['Transfer-Encoding: chunked', 'Content-Length: 5']],
    ['two lengths', ['Content-Length: 0', 'Content-Length: 60']],
    ['a list of lengths', ['Content-Length: 60, 60']],
    ['a negative length', ['Content-Length: -1']],
    ['a signed length', ['Content-Length: +60']],
    ['an unknown coding', ['Transfer-Encoding: xchunked']],
    ['chunks that are not the last coding', ['Transfer-Encoding: chunked, identity']],
  ])('no second request is smuggled in behind %s', async (_, headers) => {
    const hidden = '0\r\n\r\nGET /.well-known/jwks.json HTTP/1.1\r\nHost: x\r\n\r\n';
    const bytes = rawRequest('POST /login', [JSON_TYPE, ...headers], hidden, false);
    expect(await sends(bytes)).toEqual([[400, 'request.malformed']]);
  });

  it('the verb is the one of the request line, whatever headers, query or form say', async () => {
    const before = (await ada.gets('/sessions')).body.length;
    const words = ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override', '_method'];
    const own = [`Authorization: Bearer ${ada.accessToken}`, ...words.map((word) => `${word}: DELETE`)];
    expect(await sends(rawRequest('GET /sessions?_method=DELETE', own))).toEqual([[200, undefined]]);
    expect(await sends(rawRequest('POST /sessions?_method=DELETE', own))).toEqual([
      [404, 'request.notFound'],
    ]);
    const rewritten = [...own, 'X-Original-URL: /logout', 'X-Rewrite-URL: /logout'];
    expect(await sends(rawRequest('GET /me', rewritten))).toEqual([[200, undefined]]);
    expect((await ada.gets('/sessions')).body).toHaveLength(before);
  });

  it('nobody gets a tunnel or sees their own request again', async () => {
    expect(await sends('CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n')).toEqual([]);
    expect(await sends(rawRequest('TRACE /me', ['Cookie: secret=x']))).toEqual([[404, 'request.notFound']]);
    expect(await sends(rawRequest('GET http://evil.example/me', []))).toEqual([[401, 'auth.tokenMissing']]);
  });

  it('a megabyte is refused before it is read', async () => {
    const bytes = rawRequest('POST /login', [JSON_TYPE], JSON.stringify({ email: 'x'.repeat(1_048_576) }));
    expect(await sends(bytes)).toEqual([[413, 'request.tooLarge']]);
    expect(await sends(rawRequest('GET /me', [`X: ${'x'.repeat(20_000)}`]))).toEqual([
      [431, 'request.headersTooLarge'],
    ]);
  });
});
