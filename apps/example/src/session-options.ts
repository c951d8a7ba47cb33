import { MemorySessionStore, type IncomingRequest, type SessionsModuleOptions, type SessionStore } from 'nest-sessions';
import { RedisSessionStore } from 'nest-sessions-redis';
import { keyFor, type Settings } from './settings.js';

/** Keeps keyed hashes of the ids: someone who reads the store can't use a session. */
function storeOf(kind: string, settings: Settings): SessionStore {
  const { redisUrl: url, prefix } = settings;
  const idKey = keyFor(`ids of ${kind}`, settings);
  return url === undefined
    ? new MemorySessionStore({ idKey })
    : new RedisSessionStore({ url, prefix: `${prefix}-${kind}`, idKey });
}

export function customerOptions(settings: Settings): SessionsModuleOptions {
  return {
    store: storeOf('customers', settings),
    timeouts: { idleTimeout: '30m', absoluteTimeout: '12h' },
    maxPerUser: { max: 5, policy: 'evict-oldest' },
    // A persistent cookie lasts as long as its session: 12 hours, or 90 days for those who are remembered.
    cookie: { name: 'sid', secret: keyFor('cookies', settings), secure: settings.secureCookies, persistent: true },
    // A client that uses a replaced id may have stolen it.
    onReuse: 'revoke-user',
    guard: { bind: browserFamily, bindKey: keyFor('binding', settings) },
    sweep: { interval: '10s' },
  };
}

export function staffOptions(settings: Settings): SessionsModuleOptions {
  return {
    store: storeOf('staff', settings),
    timeouts: { idleTimeout: '5m', absoluteTimeout: '8h', warningThreshold: '1m' },
    maxPerUser: { max: 1, policy: 'evict-oldest' },
    cookie: { name: 'staff', secret: keyFor('cookies', settings), secure: settings.secureCookies, sameSite: 'strict' },
    sweep: { interval: '10s' },
  };
}

/** A browser updates itself, but does not become another one. */
function browserFamily({ headers }: IncomingRequest): string | undefined {
  return /firefox|edg|chrome|safari|curl/i.exec(String(headers['user-agent']))?.[0].toLowerCase();
}
