import { World } from '../support/world.js';
import { PASSWORD } from '../support/person.js';

// What went wrong: TypeORM's SQLite driver shares one query runner. Transactions of concurrent requests nested into
// each other, and the rollback of a refused registration took its neighbours' acknowledged ones along.
// Without serializeSqlite() this fails at once.
describe('Registrations at the same moment', () => {
  it('all exist afterwards where they were acknowledged, however many beside them were refused', async () => {
    const world = await World.open({ env: { HASH_QUEUE: '1000' } });
    const register = (number: number) => {
      const name = `racer${number % 40}`; // twenty of the sixty come second
      return world.post('/register', { email: `${name}@example.com`, username: name, password: PASSWORD });
    };
    const answers = await Promise.all(Array.from({ length: 60 }, (_, number) => register(number)));
    const created = answers.filter(({ status }) => status === 201);
    for (const { body } of created) {
      const answer = await world.post('/login', { email: body.email, password: PASSWORD });
      expect([body.email, answer.status]).toEqual([body.email, 200]);
    }
    expect(created.length).toBe(40);
    expect(answers.filter(({ status }) => status === 409).length).toBe(20);
    await world.close();
  });
});
