import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const digestOf = (password: string) => createHash('sha1').update(password).digest('hex').toUpperCase();

/** A service with the protocol of Have I Been Pwned, which knows the passwords it is told and pads its answers. */
export class RangeService {
  readonly asked: Asked[] = [];
  private readonly counts = new Map<string, number>();
  /** Set to answer otherwise. */
  answer?: (response: ServerResponse) => void;

  private readonly server = createServer((request, response) => {
    void text(request).then((body) => {
      const { method = '', url: path = '', headers } = request;
      this.asked.push({ method, path, headers, body });
      if (this.answer) this.answer(response);
      else response.end(this.range(path.slice('/range/'.length)));
    });
  });

  static async start(): Promise<RangeService> {
    const service = new RangeService();
    await new Promise<void>((listening) => service.server.listen(0, '127.0.0.1', listening));
    return service;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/range/`;
  }

  /** @param times 0 is padding: the line is there, the password was never seen */
  knows(password: string, times = 3): void {
    this.counts.set(digestOf(password), times);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  private range(prefix: string): string {
    const known = [...this.counts].filter(([digest]) => digest.startsWith(prefix));
    const lines = known.map(([digest, times]) => `${digest.slice(5)}:${times}`);
    const padding = [0, 1, 2].map((at) => `${digestOf(`padding ${at}`).slice(5)}:0`);
    return [...padding, ...lines].join('\r\n');
  }
}
