import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { VERSION } from '../../src/version.js';

const root = resolve(__dirname, '../..');

describe('What is generated', () => {
  it('is up to date: configuration, errors, OpenAPI, .env.example', () => {
    const args = ['scripts/generate-docs.mjs', '--check'];
    const check = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    expect([check.status, check.stdout + check.stderr]).toEqual([0, '']);
  });

  it('tells the version of the package', () => {
    expect(JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')).version).toBe(VERSION);
  });
});
