import { connect, createServer } from 'node:net';

/**
 * A network between one node and a server. Silenced, nothing passes and nobody is told: no reset, no end. What was sent
 * meanwhile arrives when it is mended, late, as TCP sees to.
 */
export class Line {
  #isSilent = false;
  #sockets = new Set();
  #server;

  static async to(port) {
    const line = new Line();
    line.#server = createServer((near) => line.#join(near, connect(port, '127.0.0.1')));
    await new Promise((listening) => line.#server.listen(0, '127.0.0.1', listening));
    line.port = line.#server.address().port;
    return line;
  }

  silence() {
    this.#isSilent = true;
    for (const socket of this.#sockets) socket.pause();
  }

  mend() {
    this.#isSilent = false;
    for (const socket of this.#sockets) socket.resume();
  }

  close() {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #join(near, far) {
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ]) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('data', (chunk) => other.write(chunk));
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
      if (this.#isSilent) socket.pause();
    }
  }
}
