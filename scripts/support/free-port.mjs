import { createServer } from 'node:net';

/** Below the range that outgoing connections use, so that nobody takes it meanwhile. */
export async function freePort() {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const probe = createServer();
    const isFree = await new Promise((answer) => {
      probe.once('error', () => answer(false)).listen(port, '127.0.0.1', () => answer(true));
    });
    await new Promise((closed) => probe.close(closed));
    if (isFree) return port;
  }
}
