import { setTimeout as pause } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { AuditEvent } from '../../src/platform/audit/index.js';
import { World } from '../support/world.js';

describe('A server that is asked to stop', () => {
  it('records and counts the wrong passwords of requests that were under way', async () => {
    const world = await World.open({ env: { LIMIT_PASSWORD_FAILURES: '100' } });
    const ada = await world.person().registered();
    const wrong = { email: ada.email, password: 'not the password of anybody' };
    const answers = Array.from({ length: 4 }, () => world.post('/login', wrong));
    await pause(10); // they are accepted, and their hashes take longer
    await world.stop();
    for (const { status } of await Promise.all(answers)) expect(status).toBe(401);
    const again = await World.open({ folder: world.folder });
    const type = 'signIn.refused';
    const [event] = await again.provider(DataSource).getRepository(AuditEvent).findBy({ type });
    expect(JSON.parse(event?.detail ?? '{}')).toMatchObject({ reason: 'wrongPassword', count: 4 });
    const [password] = await again.provider(DataSource).query('SELECT failures FROM passwords');
    expect(password).toEqual({ failures: 4 });
    await again.close();
  });
});
