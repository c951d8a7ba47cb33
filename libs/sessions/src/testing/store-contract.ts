import type { SessionStore } from '../stores/session-store.js';
import { corruptionCases } from './contract/corruption.js';
import { countingCases } from './contract/counting.js';
import { lifetimeCases } from './contract/lifetime.js';
import { pagingCases } from './contract/paging.js';
import { patchingCases } from './contract/patching.js';
import { recordCases } from './contract/records.js';
import { sweepingCases } from './contract/sweeping.js';
import { userCases } from './contract/users.js';
import { FakeClock } from './fake-clock.js';
import { rotationCases } from './contract/rotation.js';
import { Subject } from './contract/subject.js';

/** A store to try, empty and with the given clock, and a way to damage a record in it. */
export interface StoreUnderTest {
  readonly store: SessionStore;
  /** Damages the stored record of a session, so that it can't be read as one. */
  readonly corrupt: (id: string) => void | Promise<void>;
}

export interface ContractCase {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/**
 * What every store does, as cases for any test runner. `open` gives a fresh, empty store for each case; it is closed
 * after it.
 *
 * @example
 * for (const { name, run } of storeContract((clock) => ({ store: new MyStore({ clock }), corrupt }))) it(name, run);
 */
export function storeContract(open: (clock: FakeClock) => StoreUnderTest | Promise<StoreUnderTest>): ContractCase[] {
  const cases = {
    ...recordCases,
    ...lifetimeCases,
    ...patchingCases,
    ...rotationCases,
    ...userCases,
    ...countingCases,
    ...sweepingCases,
    ...pagingCases,
    ...corruptionCases,
  };
  return Object.entries(cases).map(([name, body]) => ({
    name,
    run: async () => {
      const clock = new FakeClock();
      const { store, corrupt } = await open(clock);
      try {
        await body(new Subject(store, clock, corrupt));
      } finally {
        await store.close();
      }
    },
  }));
}
