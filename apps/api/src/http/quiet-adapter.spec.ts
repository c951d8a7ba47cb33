import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { QuietAdapter } from './quiet-adapter.js';

async function listening(): Promise<{ adapter: QuietAdapter; server: Server }> {
  const adapter = new QuietAdapter();
  adapter.initHttpServer({});
  const server: Server = adapter.getHttpServer();
  adapter.listen(0);
  await once(server, 'listening');
  return { adapter, server };
}

/** Keeps the event loop busy for some turns, and says in each of them whether the server listens. */
function workFor(turns: number, server: Server): boolean[] {
  const seen: boolean[] = [];
  const work = (): void => {
    const until = performance.now() + 2;
    while (performance.now() < until);
    seen.push(server.listening);
    if (seen.length < turns && server.listening) setImmediate(work);
  };
  setImmediate(work);
  return seen;
}

describe('QuietAdapter', () => {
  it('stops listening when the event loop has nothing to do', async () => {
    const { adapter, server } = await listening();
    const seen = workFor(20, server);
    await adapter.close();
    expect(seen).toEqual(Array.from({ length: 20 }, () => true));
    expect(server.listening).toBe(false);
  });

  it('stops listening in the end even if the event loop never rests', async () => {
    const { adapter, server } = await listening();
    const seen = workFor(1000, server);
    await adapter.close();
    expect(seen.length).toBeLessThan(1000);
    expect(server.listening).toBe(false);
  });
});
