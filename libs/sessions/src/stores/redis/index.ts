export { RedisSessionStore } from './redis-session.store.js';
export type { EventStreamOptions, RedisSessionStoreOptions } from './options.js';
export type { RedisClient } from './redis-client.js';
