import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { freePort } from '../../../../libs/sessions-redis/test/redis-server.js';
import { ProxyProgram, SERVERS, type ServerName } from './proxy-program.js';
import { PROXIES, type Proxy, type Replacements } from './recipe.js';

/** A server that answers with its name. Its readiness can be set. */
class NamedServer {
  ready = true;
  #server: Server | undefined;

  constructor(
    private readonly name: ServerName,
    readonly port: number,
  ) {}

  async listen(): Promise<void> {
    this.#server = createServer(({ url }, response) => {
      response.statusCode = url === '/health/ready' && !this.ready ? 503 : 200;
      response.setHeader('Connection', 'close').end(this.name);
    }).listen(this.port, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  async close(): Promise<void> {
    const server = this.#server;
    if (!server?.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  }
}

let one: NamedServer;
let two: NamedServer;
let proxy: ProxyProgram;

beforeEach(async () => {
  one = new NamedServer('one', await freePort());
  two = new NamedServer('two', await freePort());
  for (const server of [one, two]) await server.listen();
});

afterEach(async () => {
  await proxy.stop();
  for (const server of [one, two]) await server.close();
});

async function startProxy(name: Proxy, changes?: Replacements): Promise<void> {
  proxy = await ProxyProgram.start(name, { one: one.port, two: two.port }, changes);
}

async function ask(method = 'GET'): Promise<string> {
  const response = await fetch(`${proxy.url}/svc/`, { method });
  const body = await response.text();
  return response.ok ? body : String(response.status);
}

/** Who answers ten requests, sorted. */
async function whoAnswers(method?: string): Promise<string[]> {
  const answers = new Set<string>();
  for (let request = 0; request < 10; request += 1) answers.add(await ask(method));
  return [...answers].sort();
}

describe.each(PROXIES)('%s', (name) => {
  it('uses both servers, and repeats a request that a server refused on the other, a POST too', async () => {
    await startProxy(name);
    expect(await whoAnswers()).toEqual([...SERVERS]);
    await one.close();
    expect(await whoAnswers('POST')).toEqual(['two']);
    expect(await whoAnswers()).toEqual(['two']);
  });
});

describe('nginx', () => {
  const BY_DEFAULT = { ' max_fails=0': '' };

  it.each([
    ['uses a server again as soon as it listens', {}, 'one'],
    ['by default, does not use it for ten seconds, even if it is the only one', BY_DEFAULT, '502'],
  ])('%s', async (_fact, changes, answer) => {
    await startProxy('nginx', changes);
    await one.close();
    expect(await whoAnswers()).toEqual(['two']);
    await one.listen();
    await two.close();
    expect(await ask()).toBe(answer);
  });

  it('uses a server that is not ready, and not one that was taken out', async () => {
    await startProxy('nginx');
    one.ready = false;
    expect(await whoAnswers()).toEqual([...SERVERS]);
    proxy.takeOut('one');
    expect(await whoAnswers()).toEqual(['two']);
  });
});

describe('HAProxy', () => {
  it('does not use a server that is not ready, until it is', async () => {
    await startProxy('haproxy');
    one.ready = false;
    await proxy.untilState('one', 'DOWN');
    expect(await whoAnswers()).toEqual(['two']);
    one.ready = true;
    await proxy.untilState('one', 'UP');
    expect(await whoAnswers()).toEqual([...SERVERS]);
  });

  it('by default, only checks that a server listens, ready or not', async () => {
    await startProxy('haproxy', { '  option httpchk GET /health/ready\n': '' });
    one.ready = false;
    await two.close();
    await proxy.untilState('two', 'DOWN');
    expect(await whoAnswers()).toEqual(['one']);
    await one.close();
    await proxy.untilState('one', 'DOWN');
  });
});
