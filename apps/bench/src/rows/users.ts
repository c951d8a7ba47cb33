import { MemorySessionStore } from 'nest-sessions';
import { EMPTY, TIMEOUTS } from '../contenders/peer-session.js';
import { SPARE_CAPACITY, userId } from '../contenders/filled.js';
import { costOf } from '../measuring/cpu-time.js';
import { settledMemory } from '../measuring/memory-use.js';
import type { Row } from '../suite/row.js';
import { randomIds } from './cases.js';

const ONE_USER = 'all of one user';
const USER_EACH = 'a user each';
const PAGE = 100;
const WARM_UP = 2000;
/** With fewer sessions, RSS grows in steps that are too large to tell much. */
const MIN_FOR_MEMORY = 100_000;

export const users: Row = {
  name: 'users',
  title: 'Many sessions of one user',
  about:
    'The memory store holds sessions that all belong to one user, or each to a user of its own. With a limit per user, every ' +
    'create counts the active sessions of its user. A page has 100 sessions of the one user and their total. `memory` is what ' +
    'one session adds to the RSS, its id included.',
  metrics: [
    { key: 'touch', title: 'touch', unit: 'ns', ratio: true },
    { key: 'churn', title: 'create and delete', unit: 'ns', ratio: true },
    { key: 'limited', title: 'create and delete, with a limit', unit: 'ns', ratio: true },
    { key: 'first', title: 'first page', unit: 'ns' },
    { key: 'middle', title: 'page in the middle', unit: 'ns' },
    { key: 'bytes', title: 'memory', unit: 'bytes' },
  ],
  base: USER_EACH,
  own: [ONE_USER, USER_EACH],
  plots: ['limited', 'middle'],
  plan: ({ quick }) =>
    (quick ? [100, 10_000] : [100, 1000, 10_000, 100_000]).flatMap((size) =>
      [USER_EACH, ONE_USER].map((contender) => ({ contender, size })),
    ),
  async measure({ contender, size }) {
    const capacity = size + SPARE_CAPACITY;
    const store = new MemorySessionStore({ capacity });
    const userOf = (number: number): string => (contender === ONE_USER ? 'one' : userId(number));
    // The limit was called `most` before it was called `max`. Both names let the row run with either commit.
    const limit = { max: capacity, most: capacity, policy: 'reject' } as const;
    const create = async (number: number, under?: typeof limit): Promise<string> => {
      const input = { userId: userOf(number), attributes: EMPTY, metadata: EMPTY, timeouts: TIMEOUTS };
      return (await store.create(input, under)).session.id;
    };
    for (let number = 0; number < WARM_UP; number += 1) await store.delete(await create(number));

    const before = await settledMemory();
    const ids: string[] = [];
    for (let number = 0; number < size; number += 1) ids.push(await create(number));
    const bytes = ((await settledMemory()).rss - before.rss) / size;

    const randomId = randomIds(ids);
    const values = {
      touch: await costOf(() => store.touch(randomId()), 'awaited'),
      churn: await costOf(async () => store.delete(await create(size)), 'awaited'),
      limited: await costOf(async () => store.delete(await create(size, limit)), 'awaited'),
      ...(size >= MIN_FOR_MEMORY && { bytes }),
    };
    if (contender !== ONE_USER) return values;
    const first = { userId: 'one', limit: PAGE };
    const middle = { ...first, cursor: await cursorAfter(store, size / 2) };
    return {
      ...values,
      first: await costOf(() => store.list(first), 'awaited'),
      middle: await costOf(() => store.list(middle), 'awaited'),
    };
  },
  targets: () => [],
};

/** The cursor of the page that follows the first `count` sessions of the one user. */
async function cursorAfter(store: MemorySessionStore, count: number): Promise<string | undefined> {
  let cursor: string | undefined;
  for (let seen = 0; seen < count; seen += PAGE) {
    const page = await store.list({ userId: 'one', limit: PAGE, cursor });
    cursor = page.nextCursor;
  }
  return cursor;
}
