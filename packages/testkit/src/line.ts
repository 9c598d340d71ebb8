import { connect, createServer, type Server, type Socket } from 'node:net';

/** More than a TLS handshake and the headers of a request, less than a submission. */
const SUBMISSION_BYTES = 3000;

/** The line between office and hub: it can be down, say nothing, or swallow the answer to a submission. */
export class Line {
  state: 'up' | 'down' | 'silent' | 'swallowsAnswers' = 'up';
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  constructor(hubPort: number) {
    this.#server = createServer((near) => {
      this.#sockets.add(near);
      near.on('error', () => near.destroy());
      if (this.state === 'down') return near.destroy();
      const far = connect(hubPort, '127.0.0.1');
      far.on('error', () => near.destroy());
      near.on('close', () => far.destroy());
      far.on('close', () => near.destroy());
      let sent = 0;
      near.on('data', (chunk) => {
        sent += chunk.length;
        far.write(chunk);
      });
      far.on('data', (chunk) => {
        const isSwallowed = this.state === 'swallowsAnswers' && sent > SUBMISSION_BYTES;
        if (!isSwallowed && this.state !== 'silent') near.write(chunk);
      });
    });
  }

  listen(): Promise<number> {
    return new Promise((resolve) => {
      this.#server.listen(0, '127.0.0.1', () => {
        const address = this.#server.address();
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  close(): Promise<void> {
    this.cut();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}
