import { CutLine } from '../support/cut-line.js';
import { store } from '../support/store.js';
import { World } from '../support/world.js';

describe('A node that loses PostgreSQL', () => {
  it('is not ready, and is again when it has it back', async () => {
    const elsewhere = await World.open();
    const line = await CutLine.to((await store.settingsFor(elsewhere.folder)).DATABASE_URL as string);
    const here = await World.open({ folder: elsewhere.folder, env: { DATABASE_URL: line.url } });
    const until = async (expected: number) => {
      for (;;) {
        const { status, body } = await here.get('/health/ready');
        if (status === expected) return body;
      }
    };
    expect(await until(200)).toMatchObject({ status: 'ready' });
    line.cut();
    expect(await until(503)).toMatchObject({
      status: 'notReady',
      checks: { running: 'ok', database: 'failing' },
    });
    expect((await here.get('/health/live')).status).toBe(200);
    line.mend();
    expect(await until(200)).toMatchObject({ checks: { database: 'ok' } });
    await here.stop();
    await line.close();
    await elsewhere.close();
  });
});
