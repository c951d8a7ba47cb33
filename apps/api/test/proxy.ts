import { once } from 'node:events';
import { createServer, request, type OutgoingHttpHeaders, type Server } from 'node:http';

/** A usual reverse proxy: it removes a prefix from the path, and names the client in `X-Forwarded-For`. */
export class Proxy {
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  /** Passes requests below the prefix on to the server at `target`. */
  static async start(target: string, prefix = ''): Promise<Proxy> {
    const server = createServer((incoming, outgoing) => {
      const { url = '/', method, headers, socket } = incoming;
      if (!url.startsWith(`${prefix}/`)) {
        outgoing.writeHead(404).end('not below the prefix of the proxy');
        return;
      }
      const client = headers['x-client'] ?? socket.remoteAddress;
      const passedOn: OutgoingHttpHeaders = { ...headers, host: new URL(target).host, 'x-forwarded-for': client };
      const upstream = request(target + url.slice(prefix.length), { method, headers: passedOn }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      upstream.on('error', () => outgoing.destroy());
      incoming.pipe(upstream);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('The proxy listens at no port.');
    return new Proxy(server, `http://127.0.0.1:${String(address.port)}${prefix}`);
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }
}
