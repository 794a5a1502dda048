import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { Problem, problemAnswer, RequestErrors } from '../errors/index.js';

const ENTRIES: Record<string, (typeof RequestErrors)[keyof typeof RequestErrors]> = {
  HPE_HEADER_OVERFLOW: RequestErrors.headersTooLarge,
  ERR_HTTP_REQUEST_TIMEOUT: RequestErrors.timeout,
};

/** Answers what never became a request: broken HTTP, headers without end, a client that stopped in the middle. */
export function answerBrokenHttp(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const entry = ENTRIES[error.code ?? ''] ?? RequestErrors.malformed;
  const { status, headers, body } = problemAnswer(new Problem(entry), randomUUID());
  const text = JSON.stringify(body);
  const all = {
    ...headers,
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('\r\n')}\r\n\r\n${text}`);
}
