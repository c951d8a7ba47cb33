import assert from 'node:assert/strict';
import type { SessionStore } from '../../stores/session-store.js';
import { failsWith, type ContractBody } from './subject.js';

const UNKNOWN = { state: 'unknown' };
const ID = 'A'.repeat(32);

/** Each operation works as the first one of a store, when nothing is connected, loaded or written yet. */
const calls: Record<string, (store: SessionStore) => Promise<void>> = {
  get: async (store) => assert.deepEqual(await store.get(ID), UNKNOWN),
  touch: async (store) => assert.deepEqual(await store.touch(ID), UNKNOWN),
  renew: async (store) => assert.deepEqual(await store.renew(ID), UNKNOWN),
  updateTimeouts: async (store) => assert.deepEqual(await store.updateTimeouts(ID, { idleTimeoutMs: 1 }), UNKNOWN),
  updateMetadata: async (store) => assert.deepEqual(await store.updateMetadata(ID, () => ({})), UNKNOWN),
  rotate: async (store) => assert.deepEqual(await store.rotate(ID), UNKNOWN),
  delete: async (store) => assert.deepEqual(await store.delete(ID), UNKNOWN),
  deleteByHandle: async (store) => assert.deepEqual(await store.deleteByHandle('ada', ID), UNKNOWN),
  quarantine: async (store) => assert.deepEqual(await store.quarantine(ID, 'it does not fit'), UNKNOWN),
  revokeByUser: async (store) => assert.deepEqual((await store.revokeByUser('ada', 10)).ended, []),
  eraseUser: async (store) =>
    assert.deepEqual(await store.eraseUser('ada'), { sessions: 0, endings: 0, quarantined: 0, events: 0 }),
  list: async (store) => assert.deepEqual((await store.list({ limit: 10 })).sessions, []),
  'list with a cursor': (store) => failsWith('INVALID_PAGE', () => store.list({ limit: 10, cursor: 'nonsense' })),
  sweep: async (store) => assert.deepEqual((await store.sweep(10)).ended, []),
  counts: async (store) => assert.equal((await store.counts()).active, 0),
  quarantined: async (store) => assert.deepEqual(await store.quarantined(10), []),
  clearQuarantine: async (store) => assert.equal(await store.clearQuarantine(), 0),
};

export const firstCallCases: Record<string, ContractBody> = Object.fromEntries(
  Object.entries(calls).map(([name, call]) => [
    `answers when the first operation of a store is ${name}`,
    ({ store }: Parameters<ContractBody>[0]) => call(store),
  ]),
);
