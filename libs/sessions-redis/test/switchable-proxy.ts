import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Passes connections on to a port of this machine, which may change, and cuts a reply in its middle when told to. */
export class SwitchableProxy {
  readonly #sockets = new Set<Socket>();
  #bytesLeft = Infinity;

  private constructor(
    readonly port: number,
    /** Where new connections lead. */
    public target: number,
    private readonly server: Server,
  ) {}

  static async start(target: number): Promise<SwitchableProxy> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const proxy = new SwitchableProxy(port, target, server);
    server.on('connection', (near) => {
      proxy.#join(near, connect(proxy.target, '127.0.0.1'));
    });
    return proxy;
  }

  get url(): string {
    return `redis://127.0.0.1:${String(this.port)}`;
  }

  /** Whether `cutAfter` has cut. */
  get hasCut(): boolean {
    return this.#bytesLeft === 0;
  }

  /** Passes on so many more bytes of the server's replies, then cuts the connection. */
  cutAfter(bytes: number): void {
    this.#bytesLeft = bytes;
  }

  /** Lets everything through from now on. */
  mend(): void {
    this.#bytesLeft = Infinity;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  #join(near: Socket, far: Socket): void {
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    far.on('data', (said) => {
      this.#passOn(said, near, far);
    });
  }

  #passOn(said: Buffer, near: Socket, far: Socket): void {
    if (said.length < this.#bytesLeft) {
      this.#bytesLeft -= said.length;
      near.write(said);
      return;
    }
    near.end(said.subarray(0, this.#bytesLeft));
    this.#bytesLeft = 0;
    far.destroy();
  }
}
