import { DataSource } from 'typeorm';
import { DatabaseWatch } from '../support/database-watch.js';
import { type NamedOperation, OpenApiDocument, type Schema } from '../support/openapi.js';
import type { Person } from '../support/person.js';
import { World } from '../support/world.js';
import { UsersService } from '../../src/users/index.js';
import { SessionsService } from '../../src/sessions/index.js';

const FORM = 'application/x-www-form-urlencoded';

const WRONG: readonly unknown[] = [null, 7, true, [], ['x'], {}, { $ne: null }, { toString: 'x' }, [null]];

describe('A field of the wrong type', () => {
  let world: World;
  let document: OpenApiDocument;
  let database: DatabaseWatch;
  let ada: Person;

  beforeAll(async () => {
    world = await World.open();
    document = new OpenApiDocument((await world.get('/openapi.json')).body);
    ada = await world.administrator(); // whom every route lets in
    database = await DatabaseWatch.open(world.folder);
  });
  afterAll(async () => {
    await database.close();
    await world.close();
  });

  const withBody = () => document.operations.filter(({ requestBody }) => requestBody);
  const schemaOf = ({ requestBody }: NamedOperation): Schema =>
    document.resolved(requestBody?.content?.['application/json']?.schema ?? {});
  const sends = ({ method, path }: NamedOperation, body: unknown) =>
    ada.sends(method, path.replace(/\{\w+\}/g, '0197a1b2-9f3d-7c4e-8a5b-6c7d8e9f0a1b'), { body });
  /** A good body, without names that could not stand beside this one. */
  const goodBodyWith = ({ path }: NamedOperation, field: string): object => {
    const bodies = document.offeredBodies(path);
    return bodies.find((body) => field in body) ?? {};
  };
  const told = (operation: NamedOperation, { error_description, errors = [] }: Record<string, unknown>) =>
    FORM in (operation.requestBody?.content ?? {})
      ? String(error_description)
      : (errors as { pointer: string }[]).map(({ pointer }) => pointer).join(' ');

  it('is a 400 that names the field, and writes nothing, on every route', async () => {
    expect(withBody().length).toBeGreaterThan(6);
    for (const operation of withBody()) {
      for (const [name, field] of Object.entries(schemaOf(operation).properties ?? {})) {
        const bad = WRONG.filter((value) => document.misfits(value, field).length > 0);
        expect(bad.length).toBeGreaterThan(3);
        for (const value of bad) {
          const { status, body } = await sends(operation, {
            ...goodBodyWith(operation, name),
            [name]: value,
          });
          const found = [operation.name, name, value, status, body.code];
          expect(found).toEqual([operation.name, name, value, 400, 'request.invalid']);
          expect(told(operation, body)).toContain(`#/${name}`);
        }
      }
      expect([operation.name, await database.differences()]).toEqual([operation.name, []]);
    }
  });

  it('is a 400 as well where it is missing and needed', async () => {
    let needed = 0;
    for (const operation of withBody()) {
      for (const name of schemaOf(operation).required ?? []) {
        const whole = Object.entries(goodBodyWith(operation, name));
        const body = Object.fromEntries(whole.filter(([other]) => other !== name));
        const answer = await sends(operation, body);
        expect([operation.name, name, answer.status]).toEqual([operation.name, name, 400]);
        needed += 1;
      }
    }
    expect(needed).toBeGreaterThan(4);
  });

  // What went wrong: TypeORM dropped an undefined condition, and found the first account of all.
  it.each([undefined, null])(
    'finds and changes no row where %s is what a row is looked up by',
    async (value) => {
      const missing = value as unknown as string;
      const { manager } = world.provider(DataSource);
      const users = world.provider(UsersService);
      const sessions = world.provider(SessionsService);
      await database.differences();
      for (const use of [
        () => users.findById(missing),
        () => users.remove(missing, manager),
        () => users.setDisabled(missing, new Date(), manager),
        () => users.raiseEpoch(missing, manager),
        () => sessions.find(missing, manager),
        () => sessions.liveSessionsOf(missing),
        () => sessions.endOwn(missing, String(ada.claims.sid)),
      ])
        await expect(use()).rejects.toThrow(/value encountered in property|criteria/);
      expect(await database.differences()).toEqual([]);
    },
  );
});
