import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createClient, type RedisClientType } from 'redis';
import { RedisServer } from '../../test/redis-server.js';
import type { NewSession } from 'nest-sessions/store';
import { RedisSessionStore } from '../redis-session.store.js';

// Starting processes takes seconds on a busy machine.
jest.setTimeout(60_000);

const HOUR = 3_600_000;
const MIB = 1024 * 1024;
const session = (bytes: number): NewSession => ({
  userId: 'ada',
  attributes: {},
  metadata: { note: 'x'.repeat(bytes) },
  timeouts: { idleTimeoutMs: HOUR, absoluteTimeoutMs: 10 * HOUR, warningThresholdMs: 0, autoRenew: true },
});

let server: RedisServer;
let admin: RedisClientType;
let store: RedisSessionStore;
const ids: string[] = [];
beforeAll(async () => {
  server = await RedisServer.start();
  admin = createClient({ url: server.url });
  await admin.connect();
  store = new RedisSessionStore({ url: server.url, prefix: 'pages' });
  for (let made = 0; made < 300; made += 1) ids.push((await store.create(session(10_000))).session.id);
  await store.list({ limit: 1 });
  await store.list({ limit: 1, userId: 'ada' });
});
afterAll(async () => {
  admin.destroy();
  await store.close();
  await server.stop();
});

/** The bytes that the server has sent, and the scripts that it has run, since `CONFIG RESETSTAT`. */
async function sentBytes(): Promise<{ total: number; scripts: number }> {
  const [stats, commands] = [await admin.info('stats'), await admin.info('commandstats')];
  return {
    total: Number(/total_net_output_bytes:(\d+)/.exec(stats)?.[1]),
    scripts: Number(/cmdstat_evalsha:calls=(\d+)/.exec(commands)?.[1]),
  };
}

describe('a page of large sessions', () => {
  it.each([undefined, 'ada'])('ends at about 1 MiB, read in scripts of about 256 KiB (user %p)', async (userId) => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      await admin.configResetStat();
      const page = await store.list({ limit: 1000, userId, cursor });
      const sent = await sentBytes();
      const bytes = JSON.stringify(page.sessions.map(({ metadata }) => metadata)).length;
      expect(bytes).toBeLessThan(1.05 * MIB);
      expect(sent.total).toBeLessThan(1.2 * MIB);
      if (page.nextCursor !== undefined) {
        expect(bytes).toBeGreaterThan(0.95 * MIB);
        expect(sent.scripts).toBeGreaterThanOrEqual(4);
      }
      expect(page.total).toBe(ids.length);
      seen.push(...page.sessions.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen.sort()).toEqual([...ids].sort());
  });

  it('ends after the session that takes it beyond 1 MiB', async () => {
    const large = new RedisSessionStore({ url: server.url, prefix: 'large' });
    await large.create(session(500_000));
    await large.create(session(900_000));
    await large.create(session(900_000));
    const first = await large.list({ limit: 10 });
    expect(first.sessions).toHaveLength(2);
    const next = await large.list({ limit: 10, cursor: first.nextCursor });
    expect(next.sessions).toHaveLength(1);
    expect(next.nextCursor).toBeUndefined();
    await large.close();
  });
});
