import type { Person } from '../support/person.js';
import { World } from '../support/world.js';

const JSON_TYPE = { 'content-type': 'application/json' };

describe('Bad input', () => {
  let world: World;
  let ada: Person;

  beforeAll(async () => {
    world = await World.open();
    ada = await world.person().signedIn();
  });
  afterAll(() => world.close());

  it.each([
    ['is cut off', '{"email":', 400, 'request.malformed'],
    ['is no JSON', 'hello', 400, 'request.malformed'],
    ['is an array', '[]', 400, 'request.malformed'],
    ['is a text', '"x"', 400, 'request.malformed'],
    ['is null', 'null', 400, 'request.malformed'],
    ['is a number', '1', 400, 'request.malformed'],
    ['is empty', '', 400, 'request.invalid'],
    ['is not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 400, 'request.malformed'],
    ['sets a prototype', '{"__proto__":{"admin":true}}', 400, 'request.malformed'],
    [
      'sets a constructor’s prototype',
      '{"constructor":{"prototype":{"admin":true}}}',
      400,
      'request.malformed',
    ],
    ['is too large', `{"email":"${'x'.repeat(70_000)}"}`, 413, 'request.tooLarge'],
    ['is nested forty deep', `{"email":${'['.repeat(40)}${']'.repeat(40)}}`, 400, 'request.malformed'],
    // What went wrong: the recursion of the validator overflowed the stack, and that was a 500.
    [
      'is nested three thousand deep',
      `{"x":${'['.repeat(3000)}${']'.repeat(3000)}}`,
      400,
      'request.malformed',
    ],
    [
      'is nested three thousand objects deep',
      '{"x":'.repeat(3000) + '1' + '}'.repeat(3000),
      400,
      'request.malformed',
    ],
    [
      'is nested a thousand deep',
      `{"email":${'['.repeat(1000)}${']'.repeat(1000)}}`,
      400,
      'request.malformed',
    ],
  ])('is refused when the body %s', async (_, body, status, code) => {
    for (const path of ['/register', '/login']) {
      const answer = await world.send('POST', path, { body, headers: JSON_TYPE });
      expect([path, answer.status, answer.body.code]).toEqual([path, status, code]);
      expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    }
  });

  it.each([
    'text/plain',
    'application/xml',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    'x',
  ])('is refused as %s', async (type) => {
    const answer = await world.send('POST', '/register', { body: 'a=b', headers: { 'content-type': type } });
    expect([answer.status, answer.body.code]).toEqual([415, 'request.unsupportedMediaType']);
  });

  it.each([
    ['NUL', 'Ada\0'],
    ['a lone surrogate', 'Ada\ud800'],
    ['a line break', 'Ada\nAdmin'],
    ['an escape', '\u001b[31m'],
    ['a number', 7],
    ['an array', ['Ada']],
    ['an object', { toString: 'x' }],
    ['true', true],
    ['an empty text', ''],
    ['a text of a megabyte', 'x'.repeat(50_000)],
  ])('is refused where a name is %s', async (_, displayName) => {
    const answer = await ada.sends('PATCH', '/me', { body: { displayName } });
    expect([answer.status, answer.body.code]).toEqual([400, 'request.invalid']);
    expect(answer.body.errors).toHaveLength(1);
    expect(answer.body.errors[0].pointer).toBe('#/displayName');
  });

  it('is told what it must be before what it must not hold', async () => {
    const answer = await ada.sends('PATCH', '/me', { body: { displayName: 7 } });
    expect(answer.body.errors).toEqual([{ pointer: '#/displayName', detail: 'must be a string' }]);
  });

  it('is refused as unknown where a field is named like what every object has', async () => {
    for (const field of ['toString', 'hasOwnProperty', 'identifier']) {
      const answer = await world.post('/login', { email: 'ada@example.com', password: 'x', [field]: 'x' });
      expect([field, answer.status, answer.body.errors[0].pointer]).toEqual([field, 400, `#/${field}`]);
    }
  });

  it('takes brackets inside of texts for text', async () => {
    const answer = await ada.sends('PATCH', '/me', { body: { displayName: '[{'.repeat(50) + '\\"[' } });
    expect(answer.status).toBe(200);
  });

  it('never turns a strange path into a fault', async () => {
    for (const path of [
      '/%00',
      '/%ff',
      '/me%2f',
      '/ME',
      '//me',
      '/me/',
      '/..%2fme',
      '/me;x',
      `/${'x'.repeat(5000)}`,
      '/me?__proto__[x]=1',
    ]) {
      const { status } = await ada.gets(path);
      expect([path, status < 500]).toEqual([path, true]);
    }
  });

  it('never passes the gate by another spelling of a path or verb', async () => {
    for (const path of [
      '/REPORTS',
      '/reports/',
      '//reports',
      '/reports%2f',
      '/%72eports',
      '/reports?x',
      '/reports;a=b',
      '/./reports',
    ]) {
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'OPTIONS']) {
        const { status } = await ada.sends(method, path);
        expect([method, path, status === 200]).toEqual([method, path, false]);
      }
    }
  });

  it('shows no stack and no inner word, and carries the id under which the log tells more', async () => {
    const answer = await world.send('POST', '/register', { body: '{', headers: JSON_TYPE });
    expect(Object.keys(answer.body).sort()).toEqual([
      'code',
      'detail',
      'error',
      'status',
      'title',
      'traceId',
      'type',
    ]);
    expect(answer.headers.get('x-request-id')).toBe(answer.body.traceId);
  });
});
