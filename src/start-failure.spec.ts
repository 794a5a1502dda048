import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explainStartFailure } from './start-failure.js';

describe('A path that cannot be used is told in a sentence', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-'));
  const file = join(folder, 'file');
  writeFileSync(file, '');
  afterAll(() => rmSync(folder, { recursive: true }));

  const said = (act: () => unknown) => {
    try {
      act();
    } catch (error) {
      return explainStartFailure(error);
    }
    return 'nothing failed';
  };
  /** What this machine cannot be brought to, such as a full disk. */
  const saidOf = (failure: object) => explainStartFailure(Object.assign(new Error('x'), failure));

  it.each<[string, () => unknown, string]>([
    ['no file', () => readFileSync(`${file}s`), `There is no file ${file}s.`],
    ['no folder', () => openSync(join(folder, 'a/b'), 'wx'), `There is no folder ${join(folder, 'a')}.`],
    ['a file where a folder is', () => openSync(folder, 'w'), `${folder} is a folder.`],
    ['a folder to read', () => readFileSync(folder), 'A folder is no file to read.'],
    ['a folder that is none', () => readFileSync(`${file}/x`), 'a part of it is a file, not a folder.'],
  ])('%s', (_, act, sentence) => {
    expect(said(act)).toContain(sentence);
  });

  it('a disk that is full, and a file of somebody else', () => {
    expect(saidOf({ code: 'ENOSPC', syscall: 'write' })).toBe('The disk is full.');
    expect(saidOf({ code: 'EACCES', syscall: 'open', path: file })).toContain(`may not use ${file}.`);
  });

  it('but a port, a program and whatever is a fault of ours are none', () => {
    expect(saidOf({ code: 'EACCES', syscall: 'listen', port: 80 })).toContain('may not use this port');
    expect(saidOf({ code: 'ENOENT', syscall: 'spawn x', path: 'x' })).toMatch(/^ {4}at /m);
  });
});
