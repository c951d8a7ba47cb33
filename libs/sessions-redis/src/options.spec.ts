import { describe, expect, it } from '@jest/globals';
import { pastTheTypes } from '../../sessions/test/past-the-types.js';
import { type RedisSessionStoreOptions, resolveRedisOptions } from './options.js';
import { RedisSessionStore } from './redis-session.store.js';

const url = 'redis://127.0.0.1';

/** What a client of another package has. */
const ioredis = { status: 'ready', options: {}, sendCommand: () => undefined, call: () => undefined };

describe('the options of the Redis store', () => {
  it('have defaults', () => {
    expect(resolveRedisOptions({ url })).toEqual({
      prefix: 'sessions',
      shards: 16,
      quarantineRetentionMs: 86_400_000,
      endings: { rememberMs: 3_600_000, most: 6250 },
      events: { maxBytes: 4_194_304, maxAgeMs: 86_400_000, metadata: false },
      commandTimeoutMs: 1000,
      idHash: undefined,
      clock: undefined,
    });
    expect(resolveRedisOptions({ url, events: false }).events).toBe(undefined);
  });

  it.each<[RedisSessionStoreOptions, string]>([
    [{}, 'give either client, or url or connection'],
    [
      { client: pastTheTypes({}) },
      'client is an object, allowed is a client, cluster or sentinel of the package redis',
    ],
    [{ client: pastTheTypes(ioredis) }, 'client is an object'],
    [{ client: pastTheTypes(5) }, 'client is 5'],
    [{ url, prefix: pastTheTypes(null) }, 'prefix is null'],
    [{ url, prefix: pastTheTypes(['x']) }, 'prefix is an array'],
    [{ url, prefix: 'a\0' }, 'prefix is'],
    [pastTheTypes({ url, shard: 8 }), 'shard is not an option'],
    [{ url, prefix: 'a{b}' }, "prefix is 'a{b}'"],
    [{ url, prefix: '' }, "prefix is ''"],
    [{ url, rememberEndings: -1 }, 'rememberEndings is -1'],
    [{ url, shards: 0 }, 'shards is 0'],
    [{ url, shards: 257 }, 'from 1 to 256'],
    [{ url, events: { maxBytes: 65_535 } }, 'events.maxBytes is 65535, allowed is a whole number from 65536'],
    [{ url, events: { maxAge: -1 } }, 'events.maxAge is -1'],
    [{ url, events: pastTheTypes({ metadata: 1 }) }, 'events.metadata is 1'],
    [{ url, events: pastTheTypes({ maxLength: 5 }) }, 'events.maxLength is not an option'],
    [{ url, commandTimeout: 0 }, 'commandTimeout is 0'],
    [{ url, commandTimeout: '1h' }, "commandTimeout is '1h'"],
    [{ url, quarantineRetention: -1 }, 'quarantineRetention is -1'],
  ])('%j are refused', (options, problem) => {
    expect(() => resolveRedisOptions(options)).toThrow(problem);
  });

  it('are refused together, each with what is allowed', () => {
    expect(() => resolveRedisOptions({ url, shards: -1, commandTimeout: NaN })).toThrow(
      /shards is -1.*commandTimeout is NaN/,
    );
    expect(() => resolveRedisOptions({ url, shards: -1, idKey: 'short' })).toThrow(
      /shards is -1.*idKey is not a valid key/,
    );
  });

  it('do not quote a URL that is not valid', () => {
    const open = (): unknown => new RedisSessionStore({ url: 'http://user:secret@host' });
    expect(open).toThrow('url is not valid');
    expect(open).not.toThrow('secret');
  });

  it('name the option of the connection that is wrong', () => {
    const tls = (): unknown =>
      new RedisSessionStore({ url: 'redis://u:secret@host', connection: { socket: { tls: true } } });
    expect(tls).toThrow('connection.socket.tls contradicts the url');
    expect(tls).not.toThrow('secret');
    const cached = { RESP: 2, clientSideCache: { ttl: 1 } } as const;
    expect(() => new RedisSessionStore({ url, connection: pastTheTypes(cached) })).toThrow(
      'connection is not valid: Client Side Caching is only supported with RESP3',
    );
  });
});
