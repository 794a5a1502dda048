/** What came back over HTTP. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON body, or the text where it is none. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into bodies of every shape
  readonly body: any;
  /** By name, whole as set, attributes included. */
  readonly setCookies: Readonly<Record<string, string>>;
}

export interface Call {
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, URLSearchParams as a form, a string or bytes as they are. */
  readonly body?: unknown;
}

/** Real HTTP to a real port. */
export class Client {
  constructor(readonly url: string) {}

  async send(method: string, path: string, { headers = {}, body }: Call = {}): Promise<Answer> {
    const asIs = typeof body === 'string' || body instanceof URLSearchParams || body instanceof Uint8Array;
    const response = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      headers: { ...(body !== undefined && !asIs && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: asIs ? (body as string) : JSON.stringify(body) }),
    });
    const text = await response.text();
    const setCookies = response.headers.getSetCookie().map((cookie) => [cookie.split('=', 1)[0], cookie]);
    return {
      status: response.status,
      headers: response.headers,
      body: parse(text),
      setCookies: Object.fromEntries(setCookies),
    };
  }

  get = (path: string, call?: Call) => this.send('GET', path, call);
  post = (path: string, body?: unknown, headers: Call['headers'] = {}) =>
    this.send('POST', path, { body, headers });
}

export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
