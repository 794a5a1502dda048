import { fail, type Finding, ok, warn } from './finding.js';

const GIB = 2 ** 30;

/** @param mode of the file; undefined where there is none */
export function checkMode(path: string, mode: number | undefined, holds: 'secret' | 'data'): Finding[] {
  if (mode === undefined) return [];
  const others = mode & 0o077;
  if (others === 0) return [ok('files', `${path} is its owner's alone`)];
  const judge = holds === 'secret' ? fail : warn;
  return [judge('files', `Others may use ${path}`, `Take it from them: chmod 600 ${path}`)];
}

export function checkSpace(folder: string, { free, total }: { free: number; total: number }): Finding {
  const says = `${(free / GIB).toFixed(1)} of ${(total / GIB).toFixed(1)} GiB are free at ${folder}`;
  const fix = 'Make room, or move the database; SQLite fails every write on a full disk.';
  if (free < GIB / 10) return fail('disk', says, fix);
  return free < GIB ? warn('disk', says, fix) : ok('disk', says);
}
