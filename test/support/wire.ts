import { Agent, type IncomingMessage, request } from 'node:http';
import { type Answer, parse } from './client.js';

/** A request as it goes over the wire: unlike with `fetch`, nothing is normalized, and GET may have a body. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** HTTP connections that are kept open. */
export class Wire {
  private readonly agent = new Agent({ keepAlive: true });

  constructor(private readonly url: string) {}

  send({ method, path, headers, body }: WireRequest): Promise<Answer> {
    const { hostname, port } = new URL(this.url);
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    return new Promise((answered, failed) => {
      const options = { hostname, port, method, path, headers: { ...headers, ...length }, agent: this.agent };
      const sending = request(options, (response) => void answerOf(response).then(answered, failed));
      sending.on('error', failed); // of no account once there is an answer
      sending.end(body);
    });
  }

  /** The request as a command to try by hand. */
  asCurl({ method, path, headers, body }: WireRequest): string {
    const parts = [
      `curl -i --path-as-is -X ${method}`,
      ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
      ...(body === undefined ? [] : [`--data-binary ${quoted(body)}`]),
      quoted(this.url + path),
    ];
    return parts.join(' ');
  }

  close(): void {
    this.agent.destroy();
  }
}

async function answerOf(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const headers = new Headers();
  for (const [name, values] of Object.entries(response.headersDistinct))
    for (const value of values ?? []) headers.append(name, value);
  const setCookies = headers.getSetCookie().map((cookie) => [cookie.split('=', 1)[0], cookie]);
  return {
    status: response.statusCode ?? 0,
    headers,
    body: parse(Buffer.concat(chunks).toString()),
    setCookies: Object.fromEntries(setCookies),
  };
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
