import { MemorySessionStore } from '../stores/memory/memory-session.store.js';

/** Damages the record of a session in a memory store, so that the next look at it finds it corrupted. */
export function corruptRecord(store: MemorySessionStore, id: string): void {
  MemorySessionStore.corrupt(store, id);
}
