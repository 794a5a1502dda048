import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { store } from '../support/store.js';

const root = resolve(__dirname, '../..');

describe("TypeORM's own command line", () => {
  it('works with ormconfig.ts: it runs the migrations, and then finds no changes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sallyport-'));
    const settings = await store.settingsFor(folder);
    const typeorm = (...args: string[]) =>
      spawnSync(join(root, 'node_modules/.bin/typeorm'), [...args, '-d', 'dist/ormconfig.js'], {
        cwd: root,
        encoding: 'utf8',
        env: { ...process.env, ...settings },
      });
    const run = typeorm('migration:run');
    expect([run.status, run.stdout]).toEqual([0, expect.stringContaining('executed successfully')]);
    const generated = typeorm('migration:generate', join(folder, 'Changes'));
    expect(generated.stdout + generated.stderr).toContain('No changes in database schema were found');
    rmSync(folder, { recursive: true });
  });
});
