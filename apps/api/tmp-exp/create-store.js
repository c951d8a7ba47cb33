import { MemorySessionStore } from 'nest-sessions';
/**
 * Drivers are loaded where they are needed only: the client of Redis has hundreds of files, and that of the file store is
 * native. Throws `StoreUnavailableError` when the directory can't be used.
 */
export async function createStore(settings) {
    const { SESSIONS_STORE, SESSIONS_MAX: capacity, SESSIONS_MAX_BYTES: maxBytes } = settings;
    const { SESSIONS_DIRECTORY: directory, REDIS_URL: url = '' } = settings;
    if (SESSIONS_STORE === 'memory')
        return { store: new MemorySessionStore({ capacity, maxBytes }), opened: Promise.resolve() };
    if (SESSIONS_STORE === 'redis') {
        const { RedisSessionStore } = await import('nest-sessions-redis');
        // The server has no listeners, so endings would fill memory that sessions need.
        return { store: new RedisSessionStore({ url, events: false }), opened: Promise.resolve() };
    }
    const { FileSessionStore } = await import('nest-sessions-file');
    const store = new FileSessionStore({
        directory,
        sync: 'everysecond',
        capacity,
        maxBytes,
        onOpening: ({ read, total }) => {
            console.log(`Opening       ${String(read)} of ${String(total)} sessions are read`);
        },
    });
    await store.claimed();
    return { store, opened: store.opened() };
}
//# sourceMappingURL=create-store.js.map