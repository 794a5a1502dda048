import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PASSWORD, Person } from '../support/person.js';
import { newFolder, run, Server } from '../support/server.js';

// The program is started a dozen times.
jest.setTimeout(120_000);

// What went wrong: with a new master key the audit log stood still for good, and no command could mend it.
it('An installation whose master key was lost goes on with a new one, as the guide says', async () => {
  const folder = newFolder();
  const env = { DATA_DIR: join(folder, 'data'), DATABASE_PATH: join(folder, 'data', 'sallyport.sqlite') };
  const server = await Server.start({ folder, env });
  const ada = await new Person(server, 'ada@example.com').signedIn();
  await new Promise((chained) => setTimeout(chained, 1500));
  await server.stop();

  const renewed = { ...env, MASTER_KEY: Buffer.alloc(32, 'a new one, for all to see').toString('base64') };
  const cli = (...args: string[]) => run('cli.js', args, renewed);
  const doctor = async () =>
    (await cli('doctor', '--all', '--json')).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; state: string })
      .find(({ id }) => id === 'audit')?.state;
  const remains = join(folder, 'remains.jsonl');

  expect(await doctor()).toBe('fail');
  expect((await cli('db', 'end-issued', '--new-master-key')).code).toBe(0);
  expect((await cli('audit', 'verify')).code).toBe(3);
  expect(await cli('audit', 'restart', remains)).toMatchObject({ code: 0, stderr: '' });
  const kept = readFileSync(remains, 'utf8').trim().split('\n');
  expect(kept.filter((line) => line.includes('"session.opened"'))).toHaveLength(1);
  expect(kept.filter((line) => line.startsWith('{"checkpoint"'))).not.toEqual([]);
  expect((await cli('audit', 'restart', join(folder, 'again.jsonl'))).stderr).toMatch('nothing to restart');

  const again = await Server.start({ folder, env: { ...renewed, PUBLIC_URL: server.url } });
  expect((await again.get('/me', { headers: { authorization: `Bearer ${ada.accessToken}` } })).status).toBe(
    401,
  );
  expect((await again.post('/login', { email: 'ada@example.com', password: PASSWORD })).status).toBe(200);
  await new Promise((chained) => setTimeout(chained, 1500));
  expect(again.output).not.toContain('could not be chained');
  const verified = await cli('audit', 'verify');
  expect([verified.code, verified.stdout]).toEqual([0, expect.stringMatching(/^Proven/)]);
  expect((await cli('audit', 'export')).stdout).toContain('"audit.restarted"');
  expect(await doctor()).toBe('ok');
  await again.stop();
  rmSync(folder, { recursive: true, force: true });
});
