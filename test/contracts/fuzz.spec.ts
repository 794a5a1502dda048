import fc from 'fast-check';
import { DatabaseWatch } from '../support/database-watch.js';
import { CALLERS, type CallerKind, FuzzCallers } from '../support/fuzz-callers.js';
import { FuzzRequests } from '../support/fuzz-requests.js';
import { FuzzValues } from '../support/fuzz-values.js';
import { faultsOfAnswer, faultsOfEffect } from '../support/fuzz-verdict.js';
import { type NamedOperation, OpenApiDocument } from '../support/openapi.js';
import { expectStatus } from '../support/person.js';
import { Server } from '../support/server.js';
import { type WireRequest, Wire } from '../support/wire.js';

/** `FUZZ_SEED=… FUZZ_RUNS=… npx jest fuzz`: the seed to repeat a failure, the requests to make of each operation. */
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_121);
const RUNS = Number(process.env.FUZZ_RUNS ?? 30);

/** No limit stands in the way of so many requests. */
const env = { HASH_QUEUE: '10000' };

interface Attempt {
  readonly caller: CallerKind;
  readonly request: WireRequest;
}

describe('Requests made of the OpenAPI document, good and bad,', () => {
  let server: Server;
  let wire: Wire;
  let document: OpenApiDocument;
  let requests: FuzzRequests;
  let callers: FuzzCallers;
  let database: DatabaseWatch;
  let victim: { id: string; email: string; sessionId: string };

  beforeAll(async () => {
    server = await Server.start({ env });
    wire = new Wire(server.url);
    document = new OpenApiDocument((await server.get('/openapi.json')).body);
    database = await DatabaseWatch.open(server.folder);
    callers = new FuzzCallers(server);
    victim = await somebodyElse(server);
    const known = [victim.id, victim.email, victim.sessionId, 'victim', 'admin', 'user', 'sallyport'];
    requests = new FuzzRequests(document, new FuzzValues(document, known), strangeFieldsIn(document));
  });
  afterAll(async () => {
    wire.close();
    await database.close();
    await server.close();
  });

  async function faultsOf(operation: NamedOperation, { caller, request }: Attempt): Promise<string[]> {
    await database.differences();
    const answer = await wire.send(inTheNameOf(callers.headersOf(caller), request));
    const differences = await database.differences();
    const mayChangeOthers = caller === 'administrator';
    const faults = [
      ...faultsOfAnswer(document, operation, answer),
      ...faultsOfEffect(answer, differences, mayChangeOthers ? [] : [victim.id, victim.sessionId]),
    ];
    if (answer.status < 400 && operation.method !== 'GET') await callers.ensure([caller]);
    return faults;
  }

  async function fuzz(operation: NamedOperation): Promise<string[]> {
    const attempt = fc.record({ caller: fc.constantFrom(...CALLERS), request: requests.of(operation) });
    const property = fc.asyncProperty(attempt, async (made) => {
      const faults = await faultsOf(operation, made);
      if (faults.length > 0) throw new Error(faults.join('\n'));
    });
    const verdict = await fc.check(property, { seed: SEED, numRuns: RUNS, endOnFailure: false });
    if (!verdict.failed) return [];
    const [{ caller, request }] = verdict.counterexample ?? [{ caller: 'stranger', request: undefined! }];
    const command = wire.asCurl(inTheNameOf(callers.headersOf(caller), request));
    const cause = (verdict.errorInstance as Error | null)?.message;
    return [
      `${operation.name} (FUZZ_SEED=${verdict.seed} FUZZ_RUNS=${RUNS}, as ${caller})\nThe answer ${cause}\n${command}`,
    ];
  }

  it(
    'are answered as documented, never by a fault, and leave no trace where they are refused',
    async () => {
      const failures: string[] = [];
      for (const operation of document.operations) {
        await callers.ensure();
        failures.push(...(await fuzz(operation)));
      }
      expect(failures.join('\n\n')).toBe('');
    },
    60_000 + RUNS * 2000,
  );
});

/** What a request says itself stands before what its caller would say. */
const inTheNameOf = (headers: Readonly<Record<string, string>>, request: WireRequest): WireRequest => ({
  ...request,
  headers: { ...headers, ...request.headers },
});

/** Names of fields anywhere in the document, of columns, and of what every object has. */
const strangeFieldsIn = ({ content }: OpenApiDocument): string[] => [
  ...new Set(
    Object.values(content.components.schemas).flatMap(({ properties = {} }) => Object.keys(properties)),
  ),
  ...['epoch', 'emailKey', 'usernameKey', 'disabledAt', 'userId', 'role', 'isAdmin', 'permissions', 'hash'],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'a.b', 'a[b]', ''],
];

/** Somebody whom no request is about, signed in with a password that no request holds. */
async function somebodyElse(server: Server) {
  const account = { email: 'victim@example.org', password: 'a password that nobody else knows' };
  const registered = await server.post('/register', {
    ...account,
    username: 'victim',
    displayName: 'Victim',
  });
  expectStatus(registered, 201);
  const signedIn = await server.post('/login', account);
  expectStatus(signedIn, 200);
  const claims = String(signedIn.body.access_token).split('.')[1] ?? '';
  const sessionId = String(JSON.parse(Buffer.from(claims, 'base64url').toString()).sid);
  return { id: String(registered.body.id), email: account.email, sessionId };
}
