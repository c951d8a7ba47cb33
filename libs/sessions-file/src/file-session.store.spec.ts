import { afterEach, describe, it, jest } from '@jest/globals';
import type { SessionStore } from 'nest-sessions';
import { rememberedEndingContract, storeContract, type FakeClock, type StoreUnderTest } from 'nest-sessions/testing';
import { followHistories } from '../../sessions/test/session-histories.js';
import { ReopenedStore } from '../test/reopened-store.js';
import { temporaryDirectories } from '../test/temporary-directory.js';
import { FileSessionStore } from './file-session.store.js';

jest.setTimeout(60_000);

const newDirectory = temporaryDirectories();

const stores: SessionStore[] = [];

function known(store: SessionStore): StoreUnderTest {
  stores.push(store);
  return { store };
}

// A test that took too long still runs. Once its store is closed, it ends.
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
});

async function open(clock: FakeClock): Promise<StoreUnderTest> {
  const store = new FileSessionStore({ directory: newDirectory(), sync: 'everysecond', clock });
  await store.opened();
  return known(store);
}

function openAnew(clock: FakeClock): StoreUnderTest {
  return known(new ReopenedStore({ directory: newDirectory(), sync: 'everysecond', clock }).store);
}

describe('FileSessionStore', () => {
  for (const { name, run } of [...storeContract(open), ...rememberedEndingContract(open)]) it(name, run);

  it('is like sessions in a plain list, along random histories', async () => {
    await followHistories(open, { runs: 40, steps: 60 });
  });
});

describe('FileSessionStore, closed and opened again before every operation,', () => {
  for (const { name, run } of [...storeContract(openAnew), ...rememberedEndingContract(openAnew)]) it(name, run);

  it('is like sessions in a plain list, along random histories', async () => {
    await followHistories(openAnew, { runs: 10, steps: 30 });
  });
});
