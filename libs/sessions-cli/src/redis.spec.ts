import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createClient, type RedisClientType } from 'redis';
import { RedisSessionStore, SessionEventConsumer, type RedisSessionStoreOptions } from 'nest-sessions-redis';
import { freePort, RedisServer } from '../../sessions-redis/test/redis-server.js';
import { until } from '../../sessions-redis/test/until.js';
import { running } from '../test/running.js';
import { SlowProxy } from '../test/slow-proxy.js';

// Starting processes takes seconds on a busy machine.
jest.setTimeout(30_000);

const HOUR = 3_600_000;
const KEY = 'k'.repeat(32);
const NEW = {
  userId: 'ada',
  attributes: {},
  metadata: {},
  timeouts: { idleTimeoutMs: HOUR, absoluteTimeoutMs: HOUR, warningThresholdMs: 0, autoRenew: true },
};

let server: RedisServer;
let admin: RedisClientType;

beforeAll(async () => {
  server = await RedisServer.start('--appendonly', 'yes');
  admin = createClient({ url: server.url });
  await admin.connect();
});
afterAll(async () => {
  admin.destroy();
  await server.stop();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await admin.sendCommand(['REPLICAOF', 'NO', 'ONE']);
  await admin.configSet({ maxmemory: '100mb', 'maxmemory-policy': 'noeviction' });
  await admin.flushAll();
});

/** Creates sessions of users, and returns their ids. */
async function filled(users: readonly string[], options: Partial<RedisSessionStoreOptions> = {}): Promise<string[]> {
  const store = new RedisSessionStore({ url: server.url, ...options });
  const ids: string[] = [];
  for (const userId of users) ids.push((await store.create({ ...NEW, userId })).session.id);
  await store.close();
  return ids;
}

const on = (...args: readonly string[]): ReturnType<typeof running> => running([...args, '--target', server.url]);

describe('With sessions in Redis, the command', () => {
  it('counts, lists, ends and revokes sessions in any number of shards', async () => {
    const [first = '', second = ''] = await filled(['ada', 'ada', 'bob'], { shards: 4 });
    expect((await on('stats', '--json')).out).toEqual(['{"active":3,"expiringSoon":0,"expired":0,"quarantined":0}']);
    const { out } = await on('list', 'ada');
    expect(out).toHaveLength(3);
    expect(out.join('\n')).not.toContain(first);
    expect((await on('list', '--show-ids', '--json')).out.join('\n')).toContain(first);
    expect(await on('end', first, '--json')).toMatchObject({ code: 0, out: ['{"ended":1}'] });
    expect(await on('end', first, '--json')).toMatchObject({ code: 1, out: ['{"ended":0}'] });
    expect(await running(['end', '-', '--target', server.url], {}, `${second}\n`)).toMatchObject({ code: 0 });
    expect(await on('revoke', 'bob', '--json')).toMatchObject({ code: 0, out: ['{"ended":1}'] });
    expect((await on('stats', '--json')).out).toEqual([expect.stringContaining('"active":0')]);
  });

  it('ends a session of a user by its handle, which the list shows', async () => {
    await filled(['ada', 'ada'], { idKey: KEY });
    const keyed = (...args: readonly string[]): ReturnType<typeof running> =>
      running([...args, '--json', '--target', server.url], { SESSIONS_ID_KEY: KEY });
    const [first = '{}'] = (await keyed('list', 'ada')).out;
    const { handle } = JSON.parse(first) as { handle: string };
    // A handle may begin with two dashes.
    const endBy = (user: string): ReturnType<typeof running> =>
      running(['end', '--user', user, '--json', '--target', server.url, '--', handle], { SESSIONS_ID_KEY: KEY });
    expect(await endBy('bob')).toMatchObject({ code: 1, out: ['{"ended":0}'] });
    expect(await endBy('ada')).toMatchObject({ code: 0, out: ['{"ended":1}'] });
    expect((await keyed('list', 'ada')).out).toEqual([expect.not.stringContaining(handle)]);
  });

  it('names the columns of a long list once', async () => {
    await filled(Array.from({ length: 120 }, (_, user) => `user-${String(user)}`));
    const { out } = await on('list');
    expect(out).toHaveLength(121);
    expect(out.filter((line) => line.startsWith('session'))).toHaveLength(1);
  });

  it('shows the progress of long work on a terminal, apart from the result', async () => {
    await filled(Array.from({ length: 30 }, () => 'ada'));
    const { out, notes } = await running(['revoke', 'ada', '--json', '--target', server.url], {}, '', true);
    expect(out).toEqual(['{"ended":30}']);
    expect(notes).toBe('\r30 sessions ended\n');
  });

  it('needs the key of hashed ids', async () => {
    const [id = ''] = await filled(['ada'], { idKey: KEY });
    expect(await on('stats')).toMatchObject({ code: 2, notes: expect.stringContaining('Set SESSIONS_ID_KEY') });
    expect(await running(['end', id, '--target', server.url], { SESSIONS_ID_KEY: KEY })).toMatchObject({ code: 0 });
  });

  it('lets listeners hear what it ends, and shows their groups', async () => {
    const [id = ''] = await filled(['ada']);
    const heard: string[] = [];
    const consumer = new SessionEventConsumer({
      url: server.url,
      group: 'audit',
      handler: ({ event }) => Promise.resolve(void heard.push(event.type)),
    });
    await consumer.start();
    try {
      await on('end', id);
      await until('the listener has heard of it', () => Promise.resolve(heard.length === 1));
      await until('it is handled', async () => (await consumer.pending()) === 0);
      expect((await on('events', '--json')).out.map((line) => JSON.parse(line) as unknown)).toEqual([
        { group: 'audit', pending: 0, parked: 0, consumers: 1 },
      ]);
    } finally {
      await consumer.stop();
    }
  });

  it('shows and clears the quarantine', async () => {
    const [id = ''] = await filled(['ada']);
    const store = new RedisSessionStore({ url: server.url });
    await store.quarantine(id, 'createdAt is not an instant');
    await store.close();
    const [line = ''] = (await on('quarantine', '--json')).out;
    expect(line).toMatch(/"problem":"createdAt is not/);
    const { session } = JSON.parse(line) as { session: string };
    const shown = await running(['quarantine', 'show', '--json', '--target', server.url, '--', session]);
    expect([shown.code, shown.out]).toEqual([0, [expect.stringMatching(/"raw":".*ada/)]]);
    expect(shown.out.join('')).not.toContain(id);
    expect(await on('quarantine', 'show', 'other')).toMatchObject({ code: 1, out: [] });
    expect((await on('quarantine', 'clear', '--json')).out).toEqual(['{"cleared":1}']);
    expect((await on('quarantine')).out).toEqual([]);
  });
});

describe('The doctor of Redis', () => {
  it('finds nothing wrong with a healthy server', async () => {
    await filled(['ada']);
    const { code, out } = await on('doctor');
    expect(out.map((line) => line.replace(/ {2,}/g, '  '))).toEqual([
      expect.stringMatching(/^ok  server  (Redis|Valkey) \d/),
      'ok  layout  16 shards, plain ids',
      'ok  writes  accepted; 1 active sessions',
      'ok  quarantine  empty',
      'ok  eviction policy  noeviction',
      expect.stringMatching(/^ok  memory  \d+ MiB of 100 MiB in use$/),
      'ok  persistence  append-only file',
      'ok  clock  as on this machine, to a second',
      expect.stringMatching(/^(ok|WARNING)  latency  [\d.]+ ms for a round trip/),
      'ok  events  0 groups, 0 events to handle',
      ...out.slice(10).map(() => expect.stringContaining('To mend it')),
    ]);
    expect(code).toBe(0);
  });

  const problems = async (...args: readonly string[]): Promise<string[]> => {
    const { code, out } = await on('doctor', '--json', ...args);
    const found = out.map(
      (line) => JSON.parse(line) as { check: string; level: string; message: string; remedy?: string },
    );
    expect(code).toBe(found.some(({ level }) => level === 'problem') ? 1 : 0);
    return found
      .filter(({ level, check }) => level !== 'ok' && check !== 'latency')
      .map(({ check, level, message, remedy = '' }) => `${level} ${check}: ${message} ${remedy}`);
  };

  it('finds an eviction policy that deletes sessions', async () => {
    await filled(['ada']);
    await admin.configSet({ 'maxmemory-policy': 'allkeys-lru' });
    expect(await problems()).toEqual([
      'problem eviction policy: allkeys-lru: Redis deletes sessions when its memory is full. Set maxmemory-policy to noeviction.',
    ]);
  });

  it('finds a replica, which refuses changes', async () => {
    await filled(['ada']);
    await admin.replicaOf('127.0.0.1', await freePort());
    expect(await problems()).toContainEqual(
      expect.stringMatching(/^problem writes: .*READONLY.* Use the address of the master/),
    );
  });

  it('finds a full server', async () => {
    await filled(['ada']);
    await admin.configSet({ maxmemory: '1mb' });
    expect(await problems()).toEqual([
      expect.stringMatching(/^problem writes: Redis is out of memory .* Raise maxmemory/),
      expect.stringMatching(/^problem memory: \d+ MiB of 1 MiB in use: full\. Raise maxmemory/),
    ]);
  });

  it('finds the layout of another version, and a prefix without sessions', async () => {
    await filled(['ada']);
    expect(await problems('--prefix', 'other')).toEqual([
      "warning layout: There are no sessions under the prefix 'other' yet. Check the prefix. A store writes its layout when it starts.",
    ]);
    await admin.set('{sessions:0}:layout', '99 16 plain');
    expect(await problems()).toEqual([
      expect.stringMatching(
        /^problem layout: The sessions have layout 99; this package reads layout \d+\. Use the version/,
      ),
    ]);
  });

  it('finds a layout that no store has written', async () => {
    await filled(['ada']);
    await admin.set('{sessions:0}:layout', 'damaged');
    expect(await problems()).toEqual([expect.stringMatching(/^problem layout: The layout .* is damaged.* Restore/)]);
    expect(await on('stats')).toMatchObject({ code: 3, out: [] });
  });

  it('finds dropped events of a group, and those that its handler could not handle', async () => {
    const [id = ''] = await filled(['ada']);
    const consumer = new SessionEventConsumer({ url: server.url, group: 'audit', handler: () => Promise.resolve() });
    await consumer.start();
    await consumer.stop();
    await on('end', id);
    const [stream = ''] = (await admin.keys('*events')).sort();
    await admin.set(`${stream}-dropped`, '3');
    await admin.xAdd(`${stream}-parked:audit`, '*', { event: 'x' });
    expect(await problems()).toEqual([
      expect.stringMatching(/^warning events: The group 'audit' has 1 parked events.* Mend the handler/),
      expect.stringMatching(/^warning events: 3 events were dropped .* Check that consumers/),
    ]);
  });

  it('finds that replicas are missing', async () => {
    await filled(['ada']);
    await admin.configSet({ 'min-replicas-to-write': '1' });
    try {
      expect(await problems()).toContainEqual(expect.stringMatching(/^problem writes: .*NOREPLICAS.* Connect the/));
    } finally {
      await admin.configSet({ 'min-replicas-to-write': '0' });
    }
  });

  it('finds a clock that differs from that of this machine', async () => {
    await filled(['ada']);
    const now = Date.now.bind(Date);
    jest.spyOn(Date, 'now').mockImplementation(() => now() + 3_600_000);
    expect(await problems()).toEqual([
      expect.stringMatching(/^warning clock: Redis is 3[56]\d{5} ms behind this machine\. .* Synchronise both clocks/),
    ]);
  });

  it('finds a slow network', async () => {
    await filled(['ada']);
    const slow = await SlowProxy.start(server.port, 15);
    try {
      const { code, out } = await running(['doctor', '--target', `redis://127.0.0.1:${String(slow.port)}`]);
      expect(code).toBe(0);
      expect(out.join('\n')).toMatch(
        /WARNING {2}latency .* ms for a round trip: every request waits for it\.\n.*Move Redis closer/,
      );
    } finally {
      await slow.stop();
    }
  });

  it('finds a user without rights, and says what it could not check', async () => {
    await filled(['ada']);
    await admin.sendCommand([
      'ACL',
      'SETUSER',
      'poor',
      'on',
      '>poor',
      '~*',
      '+ping',
      '+get',
      '+evalsha',
      '+eval',
      '+info',
    ]);
    const url = server.url.replace('//', '//poor:poor@');
    const { code, out } = await running(['doctor', '--target', url]);
    const text = out.join('\n');
    expect(code).toBe(1);
    expect(text).toMatch(/PROBLEM {2}(writes|layout) .*NOPERM/);
    expect(text).toMatch(/WARNING {2}clock .*It can't be checked: the user lacks the right to a command\./);
    expect(text).not.toContain('poor:poor');
  });

  it.each([
    ['redis://127.0.0.1:1', 'it refused the connection (ECONNREFUSED)'],
    ['redis://:secret@127.0.0.1:1', 'it refused the connection (ECONNREFUSED)'],
  ])('finds that %s is not there', async (target, words) => {
    const { code, out, notes } = await running(['doctor', '--target', target]);
    expect(code).toBe(1);
    expect(out.join('\n')).toMatch(/^PROBLEM {2}connection /);
    expect(out.join('\n')).toContain(words);
    expect(out.join('\n') + notes).not.toContain('secret');
    const stats = await running(['stats', '--target', target]);
    expect([stats.code, stats.out]).toEqual([3, []]);
    expect(stats.notes).not.toContain('secret');
  });
});
