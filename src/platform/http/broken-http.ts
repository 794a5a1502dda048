import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { Problem, problemAnswer, RequestErrors } from '../errors/index.js';
import { headersOfRefusal } from './security-headers.js';

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
  const traceId = randomUUID();
  const { status, headers, body } = problemAnswer(new Problem(entry), traceId);
  const text = JSON.stringify(body);
  const all = {
    ...headersOfRefusal,
    ...headers,
    'x-request-id': traceId,
    'content-length': Buffer.byteLength(text),
    connection: 'close',
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('\r\n')}\r\n\r\n${text}`);
}
