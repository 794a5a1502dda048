import { openSync, rmSync } from 'node:fs';

/** Where a file is written until it is whole. */
export const draftOf = (path: string): string => `${path}.part`;

/** Opens the draft, for its owner only. What keeps it from being made is told of the path that somebody typed. */
export function openDraft(path: string): number {
  const draft = draftOf(path);
  try {
    rmSync(draft, { force: true }); // of a command that was killed
    return openSync(draft, 'wx', 0o600);
  } catch (error) {
    throw Object.assign(error as Error, { path });
  }
}
