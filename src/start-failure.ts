import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigurationFaults } from './platform/config/index.js';
import { OperatorError, Problem } from './platform/errors/index.js';

/** What to tell a person whose server or command did not start: a sentence where we know it, the stack where we do not. */
export function explainStartFailure(error: unknown): string {
  if (error instanceof ConfigurationFaults || error instanceof OperatorError) return error.message;
  if (error instanceof Problem) return explainProblem(error);
  const { code, port } = error as { code?: string; port?: number };
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use. Stop what uses it, or choose another: PORT=3001 npm start`;
  const ofFiles = explainFileFailure(error);
  if (ofFiles !== undefined) return ofFiles;
  if (code === 'EACCES') return `${(error as Error).message}. The process may not use this port.`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** What is wrong with a path that somebody typed or set, or with the disk; undefined of any other failure. */
export function explainFileFailure(error: unknown): string | undefined {
  const { code = '', path, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  if (code === 'ENOSPC') return 'The disk is full.';
  if (code === 'EISDIR') return path === undefined ? 'A folder is no file to read.' : `${path} is a folder.`;
  if (path === undefined || syscall?.startsWith('spawn')) return undefined;
  return FILE_FAILURES[code]?.(path);
}

const FILE_FAILURES: Readonly<Record<string, (path: string) => string>> = {
  ENOENT: (path) =>
    existsSync(dirname(path)) ? `There is no file ${path}.` : `There is no folder ${dirname(path)}.`,
  ENOTDIR: (path) => `There is no ${path}: a part of it is a file, not a folder.`,
  EACCES: (path) => `The user that runs this may not use ${path}.`,
  EPERM: (path) => `The user that runs this may not use ${path}.`,
  EROFS: (path) => `${path} is on a disk that can only be read.`,
};

function explainProblem({ entry, context }: Problem): string {
  const fields = context.errors?.map(({ pointer, detail }) => `${pointer.replace('#/', '')} ${detail}.`);
  return fields?.join('\n') ?? context.detail ?? entry.title;
}
