import { ConfigurationFaults } from './platform/config/index.js';
import { OperatorError, Problem } from './platform/errors/index.js';

/** What to tell a person whose server or command did not start: a sentence where we know it, the stack where we do not. */
export function explainStartFailure(error: unknown): string {
  if (error instanceof ConfigurationFaults || error instanceof OperatorError) return error.message;
  if (error instanceof Problem) return explainProblem(error);
  const { code, port } = error as { code?: string; port?: number };
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use. Stop what uses it, or choose another: PORT=3001 npm start`;
  if (code === 'EACCES') return `${(error as Error).message}. The process may not use this port or file.`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function explainProblem({ entry, context }: Problem): string {
  const fields = context.errors?.map(({ pointer, detail }) => `${pointer.replace('#/', '')} ${detail}.`);
  return fields?.join('\n') ?? context.detail ?? entry.title;
}
