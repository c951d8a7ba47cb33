import { MemorySessionStore } from '../../src/stores/memory/memory-session.store.js';

/** Fills a memory store with default limits until it refuses a session, then uses the store, and prints the results. */
const timeouts = { idleTimeoutMs: 3_600_000, absoluteTimeoutMs: 3_600_000, warningThresholdMs: 0, autoRenew: true };
const store = new MemorySessionStore();
let created = 0;
let failure: unknown;
let id = '';
while (failure === undefined && created < 1_000_000) {
  try {
    // As a parsed object, this metadata would take twenty times as much memory.
    const metadata = { a: Array.from({ length: 3300 }, () => ({})) };
    ({ id } = (await store.create({ userId: `user-${String(created)}`, attributes: {}, metadata, timeouts })).session);
    created += 1;
  } catch (error) {
    failure = error;
  }
}
for (let touched = 0; touched < 10_000; touched += 1) await store.touch(id);
const { active, bytes } = await store.counts();
process.stdout.write(JSON.stringify({ created, active, bytes, message: String(failure) }));
