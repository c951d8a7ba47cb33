import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createClient } from 'redis';
import { RedisServer } from '../../test/redis-server.js';
import { TcpProxy } from '../../test/tcp-proxy.js';
import type { NewSession } from 'nest-sessions/store';
import { RedisSessionStore } from '../redis-session.store.js';

// Starting processes takes seconds on a busy machine.
jest.setTimeout(30_000);

const HOUR = 3_600_000;
const session: NewSession = {
  userId: 'ada',
  attributes: {},
  metadata: { note: 'x'.repeat(1000) },
  timeouts: { idleTimeoutMs: HOUR, absoluteTimeoutMs: 10 * HOUR, warningThresholdMs: 0, autoRenew: true },
};
const unavailable = { code: 'STORE_UNAVAILABLE' };

let server: RedisServer;
beforeEach(async () => {
  server = await RedisServer.start('--appendonly', 'yes', '--appendfsync', 'always');
});
afterEach(() => server.stop());

async function took(work: Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work;
  return performance.now() - began;
}

/** Asks again until the store answers; the runner's time-out bounds it. */
async function answer<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

describe('a store whose Redis is unreachable', () => {
  it('fails immediately, and recovers automatically when the server is back', async () => {
    const store = new RedisSessionStore({ url: server.url });
    try {
      const { id } = (await store.create(session)).session;
      await server.crash();
      await expect(store.get(id)).rejects.toMatchObject(unavailable);
      expect(await took(expect(store.touch(id)).rejects.toMatchObject(unavailable))).toBeLessThan(500);
      await expect(store.counts()).rejects.toMatchObject(unavailable);
      await server.resume();
      expect((await answer(() => store.touch(id))).state).toBe('active');
    } finally {
      await store.close();
    }
  });

  it('fails immediately if Redis never ran, and works once it runs', async () => {
    await server.crash();
    const store = new RedisSessionStore({ url: server.url });
    try {
      expect(await took(expect(store.counts()).rejects.toMatchObject(unavailable))).toBeLessThan(500);
      await expect(store.ping()).rejects.toThrow('ECONNREFUSED');
      await server.resume();
      expect(await answer(() => store.counts())).toMatchObject({ active: 0 });
    } finally {
      await store.close();
    }
  });

  it('waits no longer than its time-out for a server that hangs', async () => {
    const store = new RedisSessionStore({ url: server.url, commandTimeout: 200 });
    try {
      const { id } = (await store.create(session)).session;
      server.signal('SIGSTOP');
      const waited = await took(expect(store.touch(id)).rejects.toThrow('did not answer within 200 ms'));
      expect(waited).toBeGreaterThanOrEqual(195);
      expect(waited).toBeLessThan(700);
      server.signal('SIGCONT');
      expect((await answer(() => store.touch(id))).state).toBe('active');
    } finally {
      await store.close();
    }
  });

  it('replaces a connection that has become silent', async () => {
    const proxy = await TcpProxy.start(server.port);
    const store = new RedisSessionStore({ url: `redis://127.0.0.1:${String(proxy.port)}`, commandTimeout: 50 });
    try {
      // The first calls load scripts and code: on a busy machine they may take longer than the limit.
      const { id } = (await answer(() => store.create(session))).session;
      const before = proxy.connections;
      proxy.silence();
      await expect(store.touch(id)).rejects.toThrow('did not answer within 50 ms');
      expect((await answer(() => store.touch(id))).state).toBe('active');
      expect(proxy.connections).toBe(before + 1);
    } finally {
      await store.close();
      await proxy.stop();
    }
  });

  it('continues on a new connection when the old one is cut', async () => {
    const proxy = await TcpProxy.start(server.port);
    const store = new RedisSessionStore({ url: `redis://127.0.0.1:${String(proxy.port)}` });
    try {
      const { id } = (await store.create(session)).session;
      const asked = Array.from({ length: 100 }, () => store.touch(id));
      proxy.cut();
      for (const outcome of await Promise.allSettled(asked)) {
        if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject(unavailable);
      }
      expect((await answer(() => store.touch(id))).state).toBe('active');
      expect(await store.counts()).toMatchObject({ active: 1, quarantined: 0 });
    } finally {
      await store.close();
      await proxy.stop();
    }
  });

  it('leaves no command waiting in a client of the application', async () => {
    const client = createClient({ url: server.url });
    client.on('error', () => undefined);
    await client.connect();
    const store = new RedisSessionStore({ client, commandTimeout: 200 });
    try {
      await store.create(session);
      await server.crash();
      const waited = took(expect(store.create(session)).rejects.toMatchObject(unavailable));
      expect(await waited).toBeLessThan(700);
      await server.resume();
      expect(await answer(() => store.counts())).toMatchObject({ active: 1 });
      await store.close();
      expect(client.isOpen).toBe(true);
    } finally {
      client.destroy();
    }
  });

  it('closes within its time limit, and refuses later calls', async () => {
    const store = new RedisSessionStore({ url: server.url, commandTimeout: 200 });
    await store.counts();
    server.signal('SIGSTOP');
    expect(await took(store.close())).toBeLessThan(700);
    server.signal('SIGCONT');
    await expect(store.get('00')).rejects.toThrow('closed');
    await expect(store.close()).resolves.toBeUndefined();
  });

  it('says that Redis is full; sessions can still be touched and deleted', async () => {
    const store = new RedisSessionStore({ url: server.url });
    const admin = createClient({ url: server.url });
    await admin.connect();
    try {
      const made = await Promise.all(Array.from({ length: 10 }, () => store.create(session)));
      const [first = '', second = ''] = made.map((each) => each.session.id);
      await admin.configSet({ maxmemory: '1', 'maxmemory-policy': 'noeviction' });
      await expect(store.create(session)).rejects.toMatchObject({
        ...unavailable,
        message: expect.stringContaining('out of memory'),
      });
      expect(await store.counts()).toMatchObject({ active: 10, quarantined: 0 });
      expect((await store.touch(first)).state).toBe('active');
      expect((await store.updateTimeouts(first, { idleTimeoutMs: 2 * HOUR })).state).toBe('active');
      const rotated = await store.rotate(first, HOUR);
      expect(rotated.state).toBe('active');
      expect((await store.touch(first)).state).toBe('active');
      await expect(store.updateMetadata(first, () => ({ note: 'x'.repeat(2000) }))).rejects.toMatchObject(unavailable);
      expect((await store.delete(second)).state).toBe('active');
      expect(await store.counts()).toMatchObject({ active: 9, quarantined: 0 });
      await expect(store.create(session, { max: 2, policy: 'evict-oldest' })).rejects.toMatchObject(unavailable);
      expect(await store.counts()).toMatchObject({ active: 9, quarantined: 0 });
      expect((await store.revokeByUser('ada', 10, first)).ended).toHaveLength(8);
    } finally {
      admin.destroy();
      await store.close();
    }
  });

  it('says that Redis does not accept a changed password, and continues once it does', async () => {
    const admin = createClient({ url: server.url });
    await admin.connect();
    const password = (one: string): Promise<unknown> =>
      admin.sendCommand(['ACL', 'SETUSER', 'shop', 'on', 'resetpass', `>${one}`, '~*', '+@all']);
    await password('one');
    const store = new RedisSessionStore({ url: `redis://shop:one@127.0.0.1:${String(server.port)}` });
    try {
      await store.counts();
      await password('two');
      await admin.sendCommand(['CLIENT', 'KILL', 'USER', 'shop']);
      const refusal = await answer(async () => {
        const message = await store.counts().then(() => '', String);
        if (!message.includes('WRONGPASS')) throw new Error(message);
        return message;
      });
      expect(refusal).toContain('it does not accept the user name or the password');
      expect(refusal).not.toMatch(/one|shop|127/);
      await password('one');
      expect(await answer(() => store.counts())).toMatchObject({ active: 0 });
    } finally {
      admin.destroy();
      await store.close();
    }
  });

  it('refuses a server that is too old', async () => {
    const old = await RedisServer.start('--rename-command', 'ZMSCORE', '');
    const store = new RedisSessionStore({ url: old.url });
    try {
      await expect(store.ping()).rejects.toMatchObject({
        code: 'INVALID_OPTIONS',
        message: expect.stringContaining('6.2'),
      });
    } finally {
      await store.close();
      await old.stop();
    }
  });

  it('connects to an IPv6 address', async () => {
    const six = await RedisServer.start('--bind', '127.0.0.1', '::1');
    const store = new RedisSessionStore({ url: `redis://[::1]:${String(six.port)}` });
    try {
      expect(await store.counts()).toMatchObject({ active: 0 });
    } finally {
      await store.close();
      await six.stop();
    }
  });
});
