import type { SessionStore } from '../stores/session-store.js';
import { authenticationCases } from './contract/authentication.js';
import { countingCases } from './contract/counting.js';
import { damagedRecordCases } from './contract/damaged-records.js';
import { erasureCases } from './contract/erasure.js';
import { firstCallCases } from './contract/first-calls.js';
import { followerCases } from './contract/followers.js';
import { handleCases } from './contract/handles.js';
import { lifetimeCases } from './contract/lifetime.js';
import { metadataCases } from './contract/metadata.js';
import { pagingCases } from './contract/paging.js';
import { quarantineCases } from './contract/quarantine.js';
import { recordCases } from './contract/records.js';
import { rememberedEndingCases } from './contract/remembered-endings.js';
import { rotationCases } from './contract/rotation.js';
import { signInCases } from './contract/sign-in.js';
import { Subject } from './contract/subject.js';
import { sweepingCases } from './contract/sweeping.js';
import { userCases } from './contract/users.js';
import { FakeClock } from './fake-clock.js';

/** An empty store on the given clock. */
export interface StoreUnderTest {
  readonly store: SessionStore;
}

/** A store whose records others can damage, such as a database. */
export interface DamageableStore extends StoreUnderTest {
  /** Damages the stored record of a session, so that it can't be read as a session. */
  readonly corrupt: (id: string) => void | Promise<void>;
}

/** A store that several instances share. */
export interface SharedStoreUnderTest extends StoreUnderTest {
  /** Opens the same sessions as another instance would. */
  readonly another: () => SessionStore | Promise<SessionStore>;
}

type Open<Opened> = (clock: FakeClock) => Opened | Promise<Opened>;

export interface ContractCase {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/**
 * The cases that every store must pass, for any test runner. `open` returns an empty store for each case, and the case
 * closes it.
 *
 * @example
 * for (const { name, run } of storeContract((clock) => ({ store: new MyStore({ clock }) }))) it(name, run);
 */
export function storeContract(open: Open<StoreUnderTest>): ContractCase[] {
  const cases = {
    ...firstCallCases,
    ...recordCases,
    ...handleCases,
    ...lifetimeCases,
    ...metadataCases,
    ...rotationCases,
    ...signInCases,
    ...authenticationCases,
    ...userCases,
    ...erasureCases,
    ...countingCases,
    ...sweepingCases,
    ...pagingCases,
    ...quarantineCases,
  };
  return casesOf(open, cases);
}

/** More cases for a store that remembers endings. `open` returns one that remembers them for an hour. */
export function rememberedEndingContract(open: Open<StoreUnderTest>): ContractCase[] {
  return casesOf(open, rememberedEndingCases);
}

/** More cases for a store whose records others can damage. */
export function damagedRecordContract(open: Open<DamageableStore>): ContractCase[] {
  const cases = Object.entries(damagedRecordCases).map(
    ([name, body]) =>
      [name, (subject: Subject, { corrupt }: DamageableStore): Promise<void> => body(subject, corrupt)] as const,
  );
  return casesOf(open, Object.fromEntries(cases));
}

/** More cases for a shared store that has the method `follower`. Each case also closes the store that `another` returns. */
export function followerContract(open: Open<SharedStoreUnderTest>): ContractCase[] {
  const cases = Object.entries(followerCases).map(
    ([name, body]) =>
      [
        name,
        async (subject: Subject, { another }: SharedStoreUnderTest): Promise<void> => {
          const other = await another();
          try {
            await body(subject, other);
          } finally {
            await other.close();
          }
        },
      ] as const,
  );
  return casesOf(open, Object.fromEntries(cases));
}

function casesOf<Opened extends StoreUnderTest>(
  open: Open<Opened>,
  cases: Readonly<Record<string, (subject: Subject, opened: Opened) => Promise<void>>>,
): ContractCase[] {
  return Object.entries(cases).map(([name, body]) => ({
    name,
    run: async () => {
      const clock = new FakeClock();
      const opened = await open(clock);
      try {
        await body(new Subject(opened.store, clock), opened);
      } finally {
        await opened.store.close();
      }
    },
  }));
}
