import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Passes connections on to a port of this machine, and what the server answers some milliseconds later, as a far network does. */
export class SlowProxy {
  readonly #sockets = new Set<Socket>();

  private constructor(
    readonly port: number,
    private readonly server: Server,
  ) {}

  static async start(target: number, delayMs: number): Promise<SlowProxy> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const proxy = new SlowProxy(typeof address === 'object' && address !== null ? address.port : 0, server);
    server.on('connection', (near) => {
      const far = connect(target, '127.0.0.1');
      for (const socket of [near, far]) proxy.#sockets.add(socket.on('error', () => undefined));
      near.pipe(far);
      far.on('data', (chunk: Buffer) => {
        setTimeout(() => near.write(chunk), delayMs);
      });
    });
    return proxy;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }
}
