import { connect } from 'node:net';
import { parse } from './client.js';

/** One answer of those that came over a connection. */
export interface RawAnswer {
  readonly status: number;
  /** The status line and the headers, as they came. */
  readonly head: string;
  readonly type: string | undefined;
  readonly location: string | undefined;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into bodies of every shape
  readonly body: any;
}

/** How long a server may keep a connection open that has nothing more to say. */
const PATIENCE = 1500;

/** Writes bytes to the server as they are, and returns every answer it gives until it closes the connection. */
export function sendRaw(url: string, bytes: string | Buffer): Promise<RawAnswer[]> {
  const { hostname, port } = new URL(url);
  return new Promise((done) => {
    const socket = connect({ host: hostname, port: Number(port) });
    const chunks: Buffer[] = [];
    const finish = () => {
      socket.destroy();
      done(answersIn(Buffer.concat(chunks).toString('latin1')));
    };
    socket.setTimeout(PATIENCE, finish);
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('close', finish);
    socket.on('error', () => undefined); // "close" follows
    socket.write(bytes);
  });
}

const answersIn = (text: string): RawAnswer[] =>
  text
    .split(/(?=HTTP\/1\.1 \d{3} )/)
    .filter(Boolean)
    .map((answer) => {
      const [head = '', ...rest] = answer.split('\r\n\r\n');
      return {
        status: Number(head.slice(9, 12)),
        head,
        type: /^content-type: ([^;\r]+)/im.exec(head)?.[1],
        location: /^location: ([^\r]*)/im.exec(head)?.[1],
        body: parse(rest.join('\r\n\r\n')),
      };
    });

/** A whole request with a body, after which the server is to close the connection. */
export const rawRequest = (
  line: string,
  headers: readonly string[],
  body: string | Buffer = '',
  length = true,
): Buffer =>
  Buffer.concat([
    Buffer.from(
      [
        `${line} HTTP/1.1`,
        'Host: localhost',
        'Connection: close',
        ...headers,
        ...(length ? [`Content-Length: ${Buffer.byteLength(body)}`] : []),
        '',
        '',
      ].join('\r\n'),
      'latin1',
    ),
    Buffer.from(body),
  ]);
