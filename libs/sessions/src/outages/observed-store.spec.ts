import { beforeEach, describe, expect, it } from '@jest/globals';
import { SessionLimitReachedError, StoreUnavailableError } from '../domain/errors.js';
import { MemorySessionStore } from '../stores/memory/memory-session.store.js';
import type { SessionStore } from '../stores/session-store.js';
import { OutageLog } from './outage-log.js';
import { givenStore, observedStore } from './observed-store.js';

let now: number;
let lines: string[];
let failure: Error | undefined;
let refusesChanges: string | undefined;
let store: SessionStore;

class Failing extends MemorySessionStore {
  override get: SessionStore['get'] = (id) => (failure ? Promise.reject(failure) : super.get(id));
  override delete: SessionStore['delete'] = (id) => (failure ? Promise.reject(failure) : super.delete(id));
  override async counts(): ReturnType<SessionStore['counts']> {
    return { ...(await super.counts()), ...(refusesChanges !== undefined && { refusesChanges }) };
  }
}

beforeEach(() => {
  now = 0;
  lines = [];
  failure = new StoreUnavailableError('It refused the connection.');
  refusesChanges = undefined;
  const logger = {
    warn: (line: string) => void lines.push(line),
  };
  store = observedStore(new Failing(), new OutageLog(logger, () => now).observe);
});

const get = (): Promise<unknown> => store.get('a').catch(() => undefined);

describe('the log of a store that is unavailable', () => {
  it('has one line for the loss, one each minute, and one for the return', async () => {
    for (let call = 0; call < 2000; call += 1) {
      now += 35;
      await get();
    }
    failure = undefined;
    now += 1000;
    await get();
    await get();
    expect(lines).toEqual([
      'The store is unavailable. It refused the connection.',
      'The store has been unavailable for 60 s and has refused 1716 calls. It refused the connection.',
      'The store is available again, after 71 s. It refused 2000 calls.',
    ]);
  });

  it('does not change while answers and refusals alternate', async () => {
    const refusal = failure;
    for (let call = 0; call < 100; call += 1) {
      now += 10;
      failure = call % 2 === 0 ? refusal : undefined;
      await get();
    }
    expect(lines).toHaveLength(1);
  });

  it('ends with an answer to an operation that was refused, or with counts of a store that takes changes', async () => {
    await store.delete('a').catch(() => undefined);
    failure = undefined;
    now = 5000;
    await get();
    refusesChanges = 'it is a replica';
    await store.counts();
    expect(lines).toHaveLength(1);
    refusesChanges = undefined;
    await store.counts();
    expect(lines).toHaveLength(2);
  });

  it('has no line for other errors, nor for a ping', async () => {
    failure = new SessionLimitReachedError(1);
    await get();
    await store.ping();
    expect(lines).toEqual([]);
  });

  it('covers an operation that only this store has, and a method that a test has replaced', async () => {
    const operations: string[] = [];
    class Extended extends Failing {
      forgetUser = (): Promise<number> => Promise.resolve(7);
    }
    const extended = new Extended();
    const observing = observedStore(
      observedStore(extended, (operation) => void operations.push(operation)),
      () => undefined,
    );
    extended.get = () => Promise.resolve({ state: 'unknown' });
    expect(await (observing as Extended).forgetUser()).toBe(7);
    expect(await observing.get('a')).toEqual({ state: 'unknown' });
    expect(operations).toEqual(['forget_user', 'get']);
    expect(givenStore(observing)).toBe(extended);
  });

  it('leaves the store as it is otherwise', async () => {
    failure = undefined;
    expect(store).toBeInstanceOf(Failing);
    expect(store.name).toBe('memory');
    expect('consumer' in store).toBe(false);
    expect(await store.counts()).toMatchObject({ active: 0 });
    expect(givenStore(store)).not.toBe(store);
    expect(givenStore('other')).toBe('other');
  });
});
