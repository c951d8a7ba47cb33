export { RedisSessionStore } from './redis-session.store.js';
export type { EventStreamOptions, RedisSessionStoreOptions } from './options.js';
export type { RedisClient } from './connection/redis-client.js';
export { SessionEventConsumer, type RetriedSessionEvents } from './consumer/session-event-consumer.js';
export type { SessionEventConsumerOptions } from './consumer/consumer-options.js';
export type { ParkedSessionEvent, SessionEventHandler } from './consumer/event-delivery.js';
export type { SessionEndEvent } from 'nest-sessions/store';
export type { SessionEventDelivery } from 'nest-sessions/store';
