import { describe, expect, it } from '@jest/globals';
import { createClient } from 'redis';
import { RedisSessionStore, type RedisSessionStoreOptions } from './index.js';

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

  it('is the same with the same client, and has no secret', () => {
    const [client, other] = [createClient(), createClient()];
    expect(placeOf({ client })).toBe(placeOf({ client }));
    expect(placeOf({ client })).not.toBe(placeOf({ client: other }));
    expect(placeOf({ url: 'redis://ada:secret@host' })).not.toMatch(/ada|secret/);
  });
});
