import { MemorySessionStore, type SessionStore } from 'nest-sessions';
import { minutesToMs } from './settings/minutes.js';
import type { Settings } from './settings/settings.js';

/** The store that the settings ask for. */
export interface CreatedStore {
  readonly store: SessionStore;
  /** Resolves when all sessions are read. Rejects with what is wrong and what to do. */
  readonly opened: Promise<void>;
}

/**
 * Creates the store, and loads only its driver: the client of Redis has hundreds of files, and that of the file store is
 * native. Throws `StoreUnavailableError` when the directory can't be used.
 */
export async function createStore(settings: Settings): Promise<CreatedStore> {
  const { SESSIONS_STORE, SESSIONS_MAX: capacity, SESSIONS_MAX_BYTES: maxBytes } = settings;
  const { SESSIONS_DIRECTORY: directory, REDIS_URL: url = '' } = settings;
  const rememberEndings = minutesToMs(settings.SESSIONS_REMEMBER_ENDINGS_MINUTES);
  if (SESSIONS_STORE === 'memory') {
    return { store: new MemorySessionStore({ capacity, maxBytes, rememberEndings }), opened: Promise.resolve() };
  }
  if (SESSIONS_STORE === 'redis') {
    const { RedisSessionStore } = await import('nest-sessions-redis');
    // The server has no listeners, so events would fill memory that sessions need.
    return { store: new RedisSessionStore({ url, events: false, rememberEndings }), opened: Promise.resolve() };
  }
  const { FileSessionStore } = await import('nest-sessions-file');
  const store = new FileSessionStore({
    directory,
    sync: 'everysecond',
    capacity,
    maxBytes,
    rememberEndings,
    onOpening: ({ read, total }) => {
      console.log(`Opening       ${String(read)} of ${String(total)} sessions are read`);
    },
  });
  await store.claimed();
  return { store, opened: store.opened() };
}
