import { naughtyStrings } from '../support/naughty-strings.js';
import { headerSafe } from '../support/fuzz-requests.js';
import { type NamedOperation, OpenApiDocument } from '../support/openapi.js';
import { Person } from '../support/person.js';
import { Server } from '../support/server.js';
import { Wire, type WireRequest } from '../support/wire.js';

/** How many strings each field gets; the fields share the list among them. With FUZZ_RUNS=1000, all of it. */
const SHARE = Number(process.env.FUZZ_RUNS ?? 30);

const FORM = 'application/x-www-form-urlencoded';

/** A field of a body of an operation, and the other fields that a good request has. */
interface Field {
  readonly operation: NamedOperation;
  readonly type: string;
  readonly name: string;
  readonly others: Readonly<Record<string, unknown>>;
}

describe('Naughty strings', () => {
  let server: Server;
  let wire: Wire;
  let document: OpenApiDocument;
  let ada: Person;
  let people = 0;
  const bearer = () => ({ authorization: `Bearer ${ada.accessToken}` });

  beforeAll(async () => {
    server = await Server.start();
    wire = new Wire(server.url);
    document = new OpenApiDocument((await server.get('/openapi.json')).body);
    ada = await new Person(server, 'naughty@example.com').signedIn();
  });
  afterAll(async () => {
    wire.close();
    await server.close();
  });

  function fields(): Field[] {
    return document.operations.flatMap((operation) =>
      Object.entries(operation.requestBody?.content ?? {}).flatMap(([type, { schema }]) => {
        const [others = {}] = document.offeredBodies(operation.path, type);
        return Object.entries(document.resolved(schema).properties ?? {})
          .filter(([, field]) => [field.type].flat().includes('string'))
          .map(([name]) => ({ operation, type, name, others }));
      }),
    );
  }

  /** A part of the list, another one for each turn. */
  const share = (turn: number) =>
    Array.from(
      { length: Math.min(SHARE, naughtyStrings.length) },
      (_, index) => naughtyStrings[(turn * SHARE + index) % naughtyStrings.length] ?? '',
    );

  it('are no fault in any field of any body', async () => {
    const tried = fields();
    expect(tried.length).toBeGreaterThan(15);
    for (const [turn, { operation, type, name, others }] of tried.entries()) {
      for (const text of share(turn)) {
        const values = { ...others, [name]: text };
        const body = type === FORM ? new URLSearchParams(values as never).toString() : JSON.stringify(values);
        const headers = { ...bearer(), 'content-type': type };
        const path = operation.path.replace(/\{\w+\}/g, '0197a1b2-9f3d-7c4e-8a5b-6c7d8e9f0a1b');
        const { status } = await wire.send({ method: operation.method, path, headers, body });
        expect([operation.name, name, text, status < 500]).toEqual([operation.name, name, text, true]);
        if (status === 200) await accessAgain();
      }
    }
  }, 600_000);

  it('are no fault in a path, a query, a header or a cookie', async () => {
    for (const text of naughtyStrings) {
      const escaped = encodeURIComponent(text.toWellFormed());
      const value = headerSafe(text);
      const requests: WireRequest[] = [
        { method: 'DELETE', path: `/sessions/${escaped}`, headers: bearer() },
        { method: 'GET', path: `/${escaped}?${escaped}=${escaped}&__proto__=${escaped}`, headers: bearer() },
        { method: 'GET', path: '/me', headers: { authorization: value, 'user-agent': value, cookie: value } },
        { method: 'GET', path: '/me', headers: { ...bearer(), origin: value, 'x-forwarded-for': value } },
        {
          method: 'POST',
          path: '/refresh',
          headers: { cookie: `sallyport_refresh=${escaped}`, 'x-csrf-token': value },
        },
      ];
      const answers = await Promise.all(requests.map((request) => wire.send(request)));
      expect([text, answers.map(({ status }) => status).filter((status) => status >= 500)]).toEqual([
        text,
        [],
      ]);
    }
    expect((await ada.gets('/sessions')).body.length).toBeGreaterThan(0);
  }, 60_000);

  it('are kept byte for byte where a name may be any text, and refused where it may not', async () => {
    const kept: string[] = [];
    for (const displayName of naughtyStrings) {
      const answer = await ada.sends('PATCH', '/me', { body: { displayName } });
      if (answer.status === 200) {
        kept.push(displayName);
        expect(answer.body.displayName).toBe(displayName);
        expect((await ada.gets('/me')).body.displayName).toBe(displayName);
      } else expect([displayName, answer.body.code]).toEqual([displayName, 'request.invalid']);
    }
    const refused = naughtyStrings.filter((text) => !kept.includes(text));
    const reasons = refused.filter(
      (text) =>
        text === '' || text.length > 200 || !text.isWellFormed() || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(text),
    );
    expect(refused).toEqual(reasons);
    expect(kept.length).toBeGreaterThan(400);
  }, 60_000);

  /** A good change may have taken away the access that the next one needs. */
  async function accessAgain(): Promise<void> {
    if ((await ada.gets('/me')).status === 200) return;
    if ((await ada.signsIn()).status === 200) return;
    ada = await new Person(server, `naughty${(people += 1)}@example.com`).signedIn();
  }
});
