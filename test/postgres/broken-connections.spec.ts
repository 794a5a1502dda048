import { DataSource } from 'typeorm';
import { AuditEvent } from '../../src/platform/audit/index.js';
import type { Answer } from '../support/client.js';
import type { Person } from '../support/person.js';
import { ask, store } from '../support/store.js';
import { World } from '../support/world.js';

describe('A PostgreSQL server that drops its connections in the middle of refreshes', () => {
  let world: World;
  let url: string;

  beforeAll(async () => {
    world = await World.open();
    url = (await store.settingsFor(world.folder)).DATABASE_URL as string;
  });
  afterAll(() => world.close());

  const dropConnections = () =>
    ask(
      url,
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );

  it('costs nobody a session, raises no alarm, and is told as 503', async () => {
    const people = await Promise.all(Array.from({ length: 8 }, () => world.person().signedIn()));
    let isOver = false;
    const statuses = new Set<number>();
    const refreshing = people.map(async (person) => {
      while (!isOver) statuses.add((await refreshUntilAnswered(person)).refused);
    });
    for (let times = 0; times < 12; times += 1) {
      await new Promise((later) => setTimeout(later, 60));
      await dropConnections();
    }
    isOver = true;
    await Promise.all(refreshing);
    expect(statuses).toContain(503);
    expect(await alarms()).toBe(0);
    for (const person of people) {
      expect((await person.gets('/me')).status).toBe(200);
      expect((await person.refreshes()).status).toBe(200);
    }
  });

  const alarms = () =>
    world.provider(DataSource).getRepository(AuditEvent).countBy({ type: 'session.refreshReused' });
});

/** As a good client does: what got no answer is asked again. */
async function refreshUntilAnswered(person: Person): Promise<{ refused: number }> {
  let refused = 0;
  for (;;) {
    const answer: Answer = await person.refreshes();
    if (answer.status === 200) return { refused };
    if (answer.status !== 503) throw new Error(`Got ${answer.status}: ${JSON.stringify(answer.body)}`);
    refused = answer.status;
  }
}
