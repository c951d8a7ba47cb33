import { RedisStore } from 'connect-redis';
import session from 'express-session';
import type { RedisClient } from 'nest-sessions-redis';
import { times } from '../measuring/in-flight.js';
import type { BenchClient } from '../measuring/redis-process.js';
import { EMPTY, IDLE_MS, newPeerSession, TIMEOUTS } from './peer-session.js';
import { RedisSessionStore } from './redis-store.js';

export const REDIS_STORE = 'RedisSessionStore';
export const REDIS_STORE_GIVEN = 'RedisSessionStore, with a given client';
export const BARE_EVALSHA = 'bare EVALSHA, same calls';
/** The cost of a call of an empty script: the floor for a store that uses scripts. */
export const EMPTY_EVALSHA = 'EVALSHA of an empty script';
export const SEVEN_IN_MULTI = 'write of seven commands, in one MULTI';
export const SEVEN_AWAITED = 'write of seven commands, each awaited';
export const CONNECT_REDIS = 'connect-redis, get and touch';
export const SMALL_COMMANDS = ['GET', 'EXPIRE'];

type Touch = () => Promise<unknown>;
const FILL_IN_FLIGHT = 128;

/** Fills Redis with `size` sessions of a contender. Returns a function that touches a random one of them. */
export async function redisTouch(contender: string, client: BenchClient, url: string, size: number): Promise<Touch> {
  const any = (): number => Math.floor(Math.random() * size);
  if (contender === REDIS_STORE) return ownTouch(new RedisSessionStore({ url }), size);
  if (contender === REDIS_STORE_GIVEN) return ownTouch(new RedisSessionStore({ client }), size);
  if (contender === BARE_EVALSHA) return bareTouch(client, size);
  if (contender === EMPTY_EVALSHA) {
    const sha1 = await client.scriptLoad('return 1');
    return () => client.evalSha(sha1, { keys: ['key'], arguments: ['argument'] });
  }
  const names = Array.from({ length: size }, () => newPeerSession('').id);
  const anyName = (): string => names[any()] ?? '';
  if (contender === CONNECT_REDIS) return connectRedisTouch(client, names, anyName);
  await times(size, FILL_IN_FLIGHT, (number) => client.set(names[number] ?? '', JSON.stringify(newPeerSession('u'))));
  if (contender === 'GET') return () => client.get(anyName());
  if (contender === 'EXPIRE') return () => client.expire(anyName(), IDLE_MS / 1000);
  return contender === SEVEN_IN_MULTI
    ? () => sevenInMulti(client, `${anyName()}:hash`)
    : () => sevenAwaited(client, `${anyName()}:hash`);
}

async function ownTouch(store: RedisSessionStore, size: number): Promise<Touch> {
  const ids = await filled(store, size);
  return () => store.touch(ids[Math.floor(Math.random() * ids.length)] ?? '');
}

/** Records the calls that the store makes for a touch, and sends them without the store. */
async function bareTouch(client: BenchClient, size: number): Promise<Touch> {
  const calls: { sha1: string; call: Parameters<typeof client.evalSha>[1] & object }[] = [];
  let recording = false;
  const recorder: RedisClient = {
    isOpen: true,
    isReady: true,
    withCommandOptions: (options) => {
      const commands = (client as RedisClient).withCommandOptions(options);
      return {
        eval: (script, call) => commands.eval(script, call),
        evalSha: (sha1, call) => {
          if (recording) calls.push({ sha1, call });
          return commands.evalSha(sha1, call);
        },
      };
    },
  };
  const store = new RedisSessionStore({ client: recorder });
  const ids = await filled(store, size);
  await store.touch(ids[0] ?? '');
  recording = true;
  await times(size, FILL_IN_FLIGHT, (number) => store.touch(ids[number] ?? ''));
  return async () => {
    const one = calls[Math.floor(Math.random() * calls.length)];
    if (one !== undefined) await client.evalSha(one.sha1, one.call);
  };
}

async function filled(store: RedisSessionStore, size: number): Promise<readonly string[]> {
  const ids: string[] = [];
  const input = { attributes: EMPTY, metadata: EMPTY, timeouts: TIMEOUTS };
  await times(size, FILL_IN_FLIGHT, async (number) => {
    const { session } = await store.create({ userId: `u${String(number)}`, ...input });
    ids.push(session.id);
  });
  return ids;
}

async function connectRedisTouch(client: BenchClient, names: readonly string[], any: () => string): Promise<Touch> {
  const store = new RedisStore({ client, ttl: IDLE_MS / 1000 });
  const cookie = new session.Cookie();
  cookie.originalMaxAge = IDLE_MS;
  await times(names.length, FILL_IN_FLIGHT, (number) => {
    const { id, ...fields } = newPeerSession('u');
    return store.set(names[number] ?? id, { ...fields, cookie });
  });
  return async () => {
    const id = any();
    const found = (await store.get(id)) as session.SessionData;
    await store.touch(id, found);
  };
}

/** A touch without scripts: writes the record, its time to live, and the indexes. */
async function sevenInMulti(client: BenchClient, key: string): Promise<void> {
  const now = Date.now();
  const replies = await client
    .multi()
    .hSet(key, { lastActivity: String(now), expiresAt: String(now + IDLE_MS) })
    .hIncrBy(key, 'renewalCount', 1)
    .pExpire(key, IDLE_MS)
    .zAdd('by-expiry', { score: now + IDLE_MS, value: key })
    .zAdd('by-warning', { score: now + IDLE_MS - 300_000, value: key })
    .zAdd('user:u', { score: now + IDLE_MS, value: key })
    .pExpire('user:u', IDLE_MS)
    .exec();
  if (replies.length !== 7) throw new Error('Redis did not answer seven commands.');
}

/** The same commands as most session code sends them: one `await` after the other. */
async function sevenAwaited(client: BenchClient, key: string): Promise<void> {
  const now = Date.now();
  await client.hSet(key, { lastActivity: String(now), expiresAt: String(now + IDLE_MS) });
  await client.hIncrBy(key, 'renewalCount', 1);
  await client.pExpire(key, IDLE_MS);
  await client.zAdd('by-expiry', { score: now + IDLE_MS, value: key });
  await client.zAdd('by-warning', { score: now + IDLE_MS - 300_000, value: key });
  await client.zAdd('user:u', { score: now + IDLE_MS, value: key });
  await client.pExpire('user:u', IDLE_MS);
}
