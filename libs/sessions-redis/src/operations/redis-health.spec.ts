import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { createClient, type RedisClientType } from 'redis';
import { SessionsHealthIndicator, SessionsModule, SessionsService } from 'nest-sessions';
import { RedisServer } from '../../test/redis-server.js';
import type { RedisSessionStoreOptions } from '../options.js';
import { SCRIPTS } from '../scripts/scripts.js';
import { RedisSessionStore } from '../redis-session.store.js';

// Starting processes takes seconds on a busy machine.
jest.setTimeout(30_000);

let server: RedisServer;
let admin: RedisClientType;
let app: INestApplicationContext;
let sessions: SessionsService;
let id: string;
let calls: number;

beforeEach(async () => {
  server = await RedisServer.start();
  admin = createClient({ url: server.url });
  await admin.connect();
  await admin.sendCommand(['ACL', 'SETUSER', 'shop', 'on', '>password', '~*', '&*', '+@all']);
});
afterEach(async () => {
  await app.close();
  admin.destroy();
  await server.stop();
});

async function start(options: Partial<RedisSessionStoreOptions> = {}): Promise<void> {
  class App {}
  const store = new RedisSessionStore({
    url: `redis://shop:password@127.0.0.1:${String(server.port)}`,
    ...options,
  });
  Module({ imports: [SessionsModule.forRoot({ store, sweep: false })] })(App);
  app = await NestFactory.createApplicationContext(App, { logger: false });
  sessions = app.get(SessionsService);
}

async function create(): Promise<void> {
  ({ id } = await sessions.create({ userId: 'ada', metadata: { note: 'x'.repeat(1000) } }));
}

async function health(): Promise<object> {
  const before = await scriptCalls();
  const { sessions: found } = await app.get(SessionsHealthIndicator).check('sessions');
  calls = (await scriptCalls()) - before;
  return found;
}

async function scriptCalls(): Promise<number> {
  const stats = await admin.info('commandstats');
  return [...stats.matchAll(/^cmdstat_eval(?:sha)?:calls=(\d+)/gm)].reduce((sum, [, count]) => sum + Number(count), 0);
}

/** The commands of the scripts on sessions. Without INFO, health has no share of the memory, and works. */
const COMMANDS = new Set(
  Object.values(SCRIPTS).flatMap(({ source }) =>
    [...source.matchAll(/(?:call|writeFirst|add)\('([A-Z]+)'/g)].flatMap(([, command]) =>
      command === undefined || command === 'INFO' ? [] : [command],
    ),
  ),
);

const config = (name: string, value: string): Promise<unknown> => admin.configSet(name, value);

describe('health on a Redis that refuses changes', () => {
  it.each([
    [
      'READONLY',
      () => admin.sendCommand(['REPLICAOF', '127.0.0.1', '1']),
      () => admin.sendCommand(['REPLICAOF', 'NO', 'ONE']),
    ],
    ['NOREPLICAS', () => config('min-replicas-to-write', '1'), () => config('min-replicas-to-write', '0')],
    [
      'MISCONF',
      async () => {
        await config('save', '1000 1');
        // A folder instead of the file.
        mkdirSync(join(String((await admin.configGet('dir')).dir), 'dump.rdb'));
        await admin.bgSave().catch(() => undefined);
        for (let info = ''; !info.includes('rdb_last_bgsave_status:err');) info = await admin.info('persistence');
      },
      () => config('stop-writes-on-bgsave-error', 'no'),
    ],
    [
      'NOPERM',
      () => admin.sendCommand(['ACL', 'SETUSER', 'shop', '-@write']),
      () => admin.sendCommand(['ACL', 'SETUSER', 'shop', '+@write']),
    ],
    [
      'NOPERM',
      () => admin.sendCommand(['ACL', 'SETUSER', 'shop', '-xadd']),
      () => admin.sendCommand(['ACL', 'SETUSER', 'shop', '+xadd']),
    ],
  ])('is unhealthy with the reason within one probe, and healthy within the next: %s', async (code, refuse, allow) => {
    await start();
    await create();
    await health();
    expect(await health()).toMatchObject({ status: 'up', activeSessions: 1 });
    expect(calls).toBe(1);
    await refuse();
    expect(await health()).toMatchObject({
      status: 'down',
      activeSessions: 1,
      reasons: [expect.stringContaining(`the store refuses changes: Redis refused the operation (${code})`)],
    });
    expect(calls).toBe(1);
    await expect(sessions.delete(id)).rejects.toThrow(`Redis refused the operation (${code})`);
    await allow();
    expect(await health()).toMatchObject({ status: 'up', activeSessions: 1 });
  });

  it('is unhealthy with the reason from the second probe on when the port does not speak TLS', async () => {
    await start({ url: `rediss://127.0.0.1:${String(server.port)}` });
    await health();
    expect(await health()).toMatchObject({
      status: 'down',
      reasons: [expect.stringContaining('the store failed: Redis accepted no connection within 1000 ms. If its port')],
    });
  });

  it('is unhealthy with the reason while it does not accept the password', async () => {
    await start();
    await create();
    await admin.sendCommand(['ACL', 'SETUSER', 'shop', 'resetpass', '>another']);
    await admin.sendCommand(['CLIENT', 'KILL', 'USER', 'shop']);
    let found: object;
    do found = await health();
    while (!JSON.stringify(found).includes('WRONGPASS'));
    expect(found).toMatchObject({
      status: 'down',
      reasons: [
        'the store failed: Redis refused the operation (WRONGPASS): it does not accept the user name or the password.',
      ],
    });
    await admin.sendCommand(['ACL', 'SETUSER', 'shop', 'resetpass', '>password']);
    while (JSON.stringify(found).includes('WRONGPASS')) found = await health();
    expect(found).toMatchObject({ status: 'up', activeSessions: 1 });
  });

  it('is unhealthy within one probe when its user lacks the right to any command of the scripts', async () => {
    await start();
    await create();
    await health();
    for (const command of COMMANDS) {
      await admin.sendCommand(['ACL', 'SETUSER', 'shop', `-${command}`]);
      const found = { command, ...(await health()) };
      expect(found).toMatchObject({ status: 'down', reasons: [expect.stringContaining('(NOPERM)')] });
      expect(calls).toBe(1);
      await admin.sendCommand(['ACL', 'SETUSER', 'shop', `+${command}`]);
    }
    expect(await health()).toMatchObject({ status: 'up', activeSessions: 1 });
  });

  it('needs no right to XADD for a store without events', async () => {
    await start({ events: false });
    await create();
    await admin.sendCommand(['ACL', 'SETUSER', 'shop', '-xadd']);
    expect(await health()).toMatchObject({ status: 'up' });
  });
});

describe('health on a Redis that is full', () => {
  it('is degraded with the reason, and healthy again when there is room', async () => {
    await start();
    await create();
    await config('maxmemory', '1');
    await expect(sessions.create({ userId: 'bob' })).rejects.toThrow('out of memory');
    expect(await health()).toMatchObject({
      status: 'degraded',
      activeSessions: 1,
      reasons: [expect.stringContaining('out of memory')],
    });
    await config('maxmemory', '0');
    expect(await health()).toMatchObject({ status: 'up' });
  });

  it('is degraded from 90 % of maxmemory on', async () => {
    await start();
    await create();
    await health();
    const used = async (): Promise<number> => Number(/used_memory:(\d+)/.exec(await admin.info('memory'))?.[1]);
    await config('maxmemory', String(Math.round((await used()) / 0.8)));
    expect(await health()).toMatchObject({ status: 'up' });
    await config('maxmemory', String(Math.round((await used()) / 0.92)));
    expect(await health()).toMatchObject({
      status: 'degraded',
      reasons: [expect.stringMatching(/Redis uses 9[0-9] % of its memory/)],
    });
  });

  it('writes nothing to Redis', async () => {
    await start();
    await create();
    await health();
    const keys = await admin.keys('*');
    await health();
    expect(await admin.keys('*')).toEqual(keys);
    expect(keys.filter((key) => key.includes('nothing'))).toEqual([]);
  });
});
