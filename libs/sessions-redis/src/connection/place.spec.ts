import { describe, expect, it } from '@jest/globals';
import { createClient, createCluster, createSentinel } from 'redis';
import { RedisSessionStore, type RedisSessionStoreOptions } from '../index.js';

interface Both {
  readonly one: RedisSessionStoreOptions;
  readonly other: RedisSessionStoreOptions;
}

const placeOf = (options: RedisSessionStoreOptions): string => new RedisSessionStore(options).place;

describe('the place of a store', () => {
  it.each<Both>([
    { one: { url: 'redis://127.0.0.1' }, other: { url: 'redis://ada:secret@127.0.0.1:6379/0' } },
    {
      one: { url: 'redis://host:7000/3' },
      other: { connection: { socket: { host: 'host', port: 7000 }, database: 3 } },
    },
    { one: { url: 'redis://[::1]:6379' }, other: { url: 'rediss://[::1]' } },
    { one: { url: 'redis://localhost' }, other: { connection: {} } },
    { one: { url: 'redis://host' }, other: { url: 'redis://host', connection: { socket: { host: 'ignored' } } } },
  ])('is the same for $one and $other', ({ one, other }) => {
    expect(placeOf(one)).toBe(placeOf(other));
  });

  it.each<Both>([
    { one: { url: 'redis://host' }, other: { url: 'redis://other' } },
    { one: { url: 'redis://host:1' }, other: { url: 'redis://host:2' } },
    { one: { url: 'redis://host/1' }, other: { url: 'redis://host/2' } },
    { one: { url: 'redis://host' }, other: { url: 'redis://host', prefix: 'staff' } },
    {
      one: { connection: { socket: { path: '/a', tls: false } } },
      other: { connection: { socket: { path: '/b', tls: false } } },
    },
  ])('differs for $one and $other', ({ one, other }) => {
    expect(placeOf(one)).not.toBe(placeOf(other));
  });

  it('is the same for a client and a URL that lead to one server, and has no secret', () => {
    const url = 'redis://ada:secret@host:7000/3';
    expect(placeOf({ client: createClient({ url }) })).toBe(placeOf({ url }));
    expect(placeOf({ client: createClient() })).toBe(placeOf({ url: 'redis://localhost' }));
    expect(placeOf({ url })).not.toMatch(/ada|secret/);
  });

  it('is that of the client where this is a cluster or a sentinel', () => {
    const cluster = createCluster({ rootNodes: [{ url: 'redis://host' }] });
    const sentinel = createSentinel({ name: 'sessions', sentinelRootNodes: [{ host: 'host', port: 26_379 }] });
    expect(placeOf({ client: cluster })).toBe(placeOf({ client: cluster }));
    expect(placeOf({ client: cluster })).not.toBe(placeOf({ client: cluster, prefix: 'staff' }));
    expect(placeOf({ client: cluster })).not.toBe(placeOf({ client: sentinel }));
  });
});
