import { idOf } from '../contenders/contender.js';
import { FLOOR, KEEPERS, LRU_CACHE, MEMORY_STORE } from '../contenders/index.js';
import { casesOf, cpuMs, filled, meanMs, userId, repeatsAtFullSize } from '../run/in-process.js';
import { growingSizes, MILLION } from '../run/options.js';
import type { Row } from '../run/row.js';
import { atLeast } from '../run/verdicts.js';

const BATCH = 1000;

export const churn: Row = {
  name: 'churn',
  title: 'Create and delete',
  about:
    'A thousand sessions are created, then a thousand by chance deleted, so that the number stays the same; each half ' +
    'is timed for itself. Every call is awaited where it answers with a promise.',
  metrics: [
    { key: 'created', title: 'created', unit: 'a second', ratio: true },
    { key: 'deleted', title: 'deleted', unit: 'a second', ratio: true },
  ],
  limits:
    'Waiting for memory, too. In a profile of deletes, 21 % was reading the id, 19 % the row of its session and 22 % the ' +
    'index of users: three places that no cache holds, some 0.4 µs each on the machine of the profile. Peers have no index ' +
    'of users and none by time, and do not hand out what they delete. At 100,000 sessions, where more of it is in a cache, ' +
    'the same code does half as many again.',
  base: LRU_CACHE,
  plots: ['created', 'deleted'],
  plan: (options) => casesOf([...KEEPERS, FLOOR], growingSizes(options)),
  repeats: repeatsAtFullSize,
  async measure(of) {
    const { contender, ids } = await filled(of);
    let users = ids.length;
    const create = async (): Promise<number> => {
      const began = cpuMs();
      for (let left = BATCH; left > 0; left -= 1) {
        users += 1;
        const created = contender.create(userId(users));
        ids.push(idOf(created instanceof Promise ? await created : created));
      }
      return cpuMs() - began;
    };
    const remove = async (): Promise<number> => {
      const gone = Array.from({ length: BATCH }, () => takeAny(ids));
      const began = cpuMs();
      for (const id of gone) {
        const removed = contender.remove(id);
        if (removed instanceof Promise) await removed;
      }
      return cpuMs() - began;
    };
    const halves: { created: number; deleted: number }[] = [];
    await meanMs(async () => {
      const half = { created: await create(), deleted: await remove() };
      halves.push(half);
      return { overriddenDuration: half.created + half.deleted };
    });
    // The first ones warmed up.
    const counted = halves.slice(halves.length / 3);
    const perSecond = (key: 'created' | 'deleted'): number =>
      (counted.length * BATCH * 1000) / counted.reduce((sum, half) => sum + half[key], 0);
    return { created: perSecond('created'), deleted: perSecond('deleted') };
  },
  verdicts: (figures) => {
    const size = Math.min(MILLION, figures.sizes.at(-1) ?? MILLION);
    return ['created', 'deleted'].flatMap((key) =>
      atLeast(`${MEMORY_STORE}: at least 500,000 ${key} a second`, 500_000, 'a second', () =>
        figures.median(MEMORY_STORE, size, key),
      ),
    );
  },
};

function takeAny(ids: string[]): string {
  const place = Math.floor(Math.random() * ids.length);
  const taken = ids[place] ?? '';
  const last = ids.pop() ?? '';
  if (place < ids.length) ids[place] = last;
  return taken;
}
