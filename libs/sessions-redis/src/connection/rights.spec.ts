import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createClient, type RedisClientType } from 'redis';
import {
  damagedRecordContract,
  followerContract,
  rememberedEndingContract,
  storeContract,
  type DamageableStore,
  type FakeClock,
} from 'nest-sessions/testing';
import { damageRecord, DAMAGES, placeOf } from '../../test/redis-damage.js';
import { EventConsumers } from '../../test/event-consumers.js';
import { RedisServer } from '../../test/redis-server.js';
import { until } from '../../test/until.js';
import { RedisSessionStore } from '../redis-session.store.js';

// Starting processes takes seconds on a busy machine.
jest.setTimeout(30_000);

let server: RedisServer;
let admin: RedisClientType;
let restricted: RedisClientType;
let prefixes = 0;

/** The README's prefix is `sessions`; longer prefixes match its pattern of keys, too. */
const freshPrefix = (): string => `sessions:${String(prefixes++)}`;

beforeAll(async () => {
  server = await RedisServer.start();
  admin = createClient({ url: server.url });
  await admin.connect();
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [command = ''] = /^ACL SETUSER .*$/m.exec(readme) ?? [];
  expect(await admin.sendCommand(command.split(' '))).toBe('OK');
  restricted = createClient({ url: server.url, username: 'shop', password: 'password' });
  await restricted.connect();
});
afterAll(async () => {
  restricted.destroy();
  admin.destroy();
  await server.stop();
});

describe('A user with the rights of the README', () => {
  const open = (clock: FakeClock): DamageableStore => {
    const prefix = freshPrefix();
    const store = new RedisSessionStore({ client: restricted, prefix, clock });
    const damage = DAMAGES['is missing, as after an eviction'] ?? (() => Promise.resolve());
    return { store, corrupt: (id) => damageRecord(damage, placeOf(admin, prefix, id)) };
  };
  const shared = followerContract((clock) => {
    const prefix = freshPrefix();
    const another = (): RedisSessionStore => new RedisSessionStore({ client: restricted, prefix, clock });
    return { store: another(), another };
  });
  const own = [...storeContract(open), ...rememberedEndingContract(open), ...damagedRecordContract(open)];
  const cases = [...own, ...shared];
  for (const { name, run } of cases) it(name, run);

  it('handles events, and parks them', async () => {
    const consumers = new EventConsumers({ client: restricted, prefix: freshPrefix() });
    try {
      const consumer = await consumers.start({ attempts: 1, handler: () => Promise.reject(new Error('fails')) });
      await consumers.endSessions(3);
      await until('they are parked', async () => (await consumer.parked()).length === 3);
      expect(await consumer.dropParked('all')).toBe(3);
      await consumer.stop();
      expect(consumers.notices.filter((notice) => notice.startsWith('unavailable'))).toEqual([]);
    } finally {
      await consumers.close();
    }
  });

  it('reaches no other key', async () => {
    await expect(restricted.get('another')).rejects.toThrow('NOPERM');
  });
});
