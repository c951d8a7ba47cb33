import { describe, expect, it } from '@jest/globals';
import { resolveRedisOptions } from './options.js';
import { RedisSessionStore } from './redis-session.store.js';

const url = 'redis://127.0.0.1';

describe('the options of the Redis store', () => {
  it('have defaults', () => {
    expect(resolveRedisOptions({ url })).toEqual({
      prefix: 'sessions',
      shards: 16,
      quarantineRetentionMs: 86_400_000,
      mostEvents: 10_000,
      commandTimeoutMs: 1000,
      idHash: undefined,
      clock: undefined,
    });
    expect(resolveRedisOptions({ url, events: false }).mostEvents).toBe(0);
  });

  it.each([
    [{}, 'give either client, or url or connection'],
    [{ url, prefix: 'a{b}' }, "prefix is 'a{b}'"],
    [{ url, prefix: '' }, "prefix is ''"],
    [{ url, shards: 0 }, 'shards is 0'],
    [{ url, shards: 257 }, 'from 1 to 256'],
    [{ url, events: { maxLength: 0.5 } }, 'events.maxLength is 0.5'],
    [{ url, commandTimeout: 0 }, 'commandTimeout is 0'],
    [{ url, commandTimeout: '1h' as const }, "commandTimeout is '1h'"],
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
    expect(open).toThrow("url can't be read");
    expect(open).not.toThrow('secret');
  });
});
