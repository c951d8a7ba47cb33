import type { RedisSessionStore as Store } from 'nest-sessions-redis';

export type RedisSessionStore = Store;

/** The modules that may export the Redis store: its own package, or a door of `nest-sessions` in older commits. */
const HOMES: readonly string[] = ['nest-sessions-redis', 'nest-sessions/redis'];

/** The Redis store of the checkout that this process measures. */
export const RedisSessionStore = await loadStore();

async function loadStore(): Promise<typeof Store> {
  const failures: unknown[] = [];
  for (const home of HOMES) {
    try {
      const loaded: unknown = await import(home);
      if (hasStore(loaded)) return loaded.RedisSessionStore;
    } catch (error) {
      failures.push(error);
    }
  }
  throw new AggregateError(failures, `Neither ${HOMES.join(' nor ')} has a RedisSessionStore.`);
}

function hasStore(loaded: unknown): loaded is { RedisSessionStore: typeof Store } {
  return typeof loaded === 'object' && loaded !== null && 'RedisSessionStore' in loaded;
}
