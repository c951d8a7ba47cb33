import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Passes connections on to a port of this machine. It can become silent on open connections, like a machine that is gone. */
export class TcpProxy {
  readonly #pairs: (readonly [Socket, Socket])[] = [];

  private constructor(
    readonly port: number,
    private readonly server: Server,
  ) {}

  static async start(target: number): Promise<TcpProxy> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const proxy = new TcpProxy(typeof address === 'object' && address !== null ? address.port : 0, server);
    server.on('connection', (near) => {
      proxy.#join(near, connect(target, '127.0.0.1'));
    });
    return proxy;
  }

  get connections(): number {
    return this.#pairs.length;
  }

  /** Lets nothing more through on the connections that are open; new ones work. */
  silence(): void {
    for (const [near, far] of this.#pairs) {
      near.unpipe().resume();
      far.unpipe().resume();
    }
  }

  /** Cuts every open connection, even in the middle of a reply. */
  cut(): void {
    for (const [near, far] of this.#pairs) {
      near.resetAndDestroy();
      far.destroy();
    }
  }

  async stop(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  #join(near: Socket, far: Socket): void {
    this.#pairs.push([near, far]);
    for (const socket of [near, far]) socket.on('error', () => undefined);
    near.pipe(far).pipe(near);
  }
}
