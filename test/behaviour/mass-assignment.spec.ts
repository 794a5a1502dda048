import { DataSource } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { DatabaseWatch } from '../support/database-watch.js';
import { type NamedOperation, OpenApiDocument } from '../support/openapi.js';
import type { Person } from '../support/person.js';
import { World } from '../support/world.js';

const FORM = 'application/x-www-form-urlencoded';

/** Values that nothing else writes. */
const MARK = 'mass-assigned';
const NUMBER = 4_242_424_242;

describe('What a client writes into fields that are not offered', () => {
  let world: World;
  let document: OpenApiDocument;
  let database: DatabaseWatch;
  let columns: readonly ColumnMetadata[];
  let ada: Person;

  beforeAll(async () => {
    world = await World.open();
    document = new OpenApiDocument((await world.get('/openapi.json')).body);
    ada = await world.administrator(); // whom every route lets in
    database = await DatabaseWatch.open(world.folder);
    columns = world.provider(DataSource).entityMetadatas.flatMap((entity) => entity.columns);
  });
  beforeEach(async () => {
    if ((await ada.gets('/me')).status !== 200) await ada.signsIn();
    await database.differences();
  });
  afterAll(async () => {
    await database.close();
    await world.close();
  });

  const offeredBy = ({ requestBody }: NamedOperation): string[] =>
    Object.values(requestBody?.content ?? {}).flatMap(({ schema }) =>
      Object.keys(document.resolved(schema).properties ?? {}),
    );
  /** Every column of every table that the operation does not offer, with a value of its type. */
  const foreignTo = (operation: NamedOperation): Record<string, unknown> => {
    const foreign = columns.filter(({ propertyName }) => !offeredBy(operation).includes(propertyName));
    return Object.fromEntries(foreign.map((column) => [column.propertyName, valueFor(column)]));
  };
  const writing = (kind: 'strict' | 'tolerant' | 'bodyless') =>
    document.operations.filter(({ method, requestBody }) => {
      const types = Object.keys(requestBody?.content ?? {});
      const found = types.length === 0 ? 'bodyless' : types.includes(FORM) ? 'tolerant' : 'strict';
      return method !== 'GET' && found === kind;
    });
  const sends = ({ method, path }: NamedOperation, body: object, query = '') =>
    ada.sends(method, path.replace(/\{\w+\}/g, '0197a1b2-9f3d-7c4e-8a5b-6c7d8e9f0a1b') + query, { body });
  const markedRows = async () =>
    (await database.differences()).filter(
      ({ after }) => after?.includes(MARK) || after?.includes(String(NUMBER)),
    );

  it('is refused by name, one column after the other, and changes nothing', async () => {
    const operations = writing('strict');
    expect(operations.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['POST /register', 'PATCH /me']),
    );
    for (const operation of operations) {
      const [good = {}] = document.offeredBodies(operation.path);
      const foreign = Object.entries(foreignTo(operation));
      expect(foreign.length).toBeGreaterThan(20);
      for (const [column, value] of foreign) {
        const { status, body } = await sends(operation, { ...good, [column]: value });
        const pointers = (body.errors ?? []).map(({ pointer }: { pointer: string }) => pointer);
        expect([operation.name, column, status, pointers]).toEqual([
          operation.name,
          column,
          400,
          expect.arrayContaining([`#/${column}`]),
        ]);
      }
      expect([operation.name, await database.differences()]).toEqual([operation.name, []]);
    }
  }, 120_000);

  it('is ignored by the OAuth endpoints, and reaches no row', async () => {
    const operations = writing('tolerant');
    expect(operations.map(({ name }) => name)).toContain('POST /token');
    for (const operation of operations) {
      for (const good of [
        ...document.offeredBodies(operation.path),
        { email: ada.email, password: ada.password },
      ]) {
        const { status } = await sends(operation, { ...good, ...foreignTo(operation) });
        expect([operation.name, status < 500]).toEqual([operation.name, true]);
      }
    }
    const signedIn = await world.post('/token', {
      email: ada.email,
      password: ada.password,
      ...foreignTo(operations.find(({ path }) => path === '/token')!),
    });
    expect(signedIn.status).toBe(200);
    expect(
      (await world.get('/me', { headers: { authorization: `Bearer ${signedIn.body.access_token}` } })).body,
    ).toMatchObject({ email: ada.email, roles: ['admin', 'user'] });
    expect(await markedRows()).toEqual([]);
  });

  it('is ignored where no body is asked for, and in every query', async () => {
    for (const operation of [...writing('bodyless'), ...writing('strict')]) {
      const foreign = foreignTo(operation);
      const query = `?${new URLSearchParams(foreign as Record<string, string>).toString()}`;
      const { status } = await sends(operation, writing('strict').includes(operation) ? {} : foreign, query);
      expect([operation.name, status < 500]).toEqual([operation.name, true]);
      if ((await ada.gets('/me')).status !== 200) await ada.signsIn();
    }
    expect(await markedRows()).toEqual([]);
  });
});

function valueFor({ type, propertyName }: ColumnMetadata): unknown {
  if (propertyName.toLowerCase().includes('role')) return ['admin', MARK];
  return type === 'integer' || type === 'bigint' ? NUMBER : MARK;
}
