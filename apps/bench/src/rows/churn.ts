import { idOf } from '../contenders/contender.js';
import { filled, userId } from '../contenders/filled.js';
import { FLOOR, LRU_CACHE, MEMORY_STORE, OWN, STORES } from '../contenders/index.js';
import { cpuMs, meanMs } from '../measuring/cpu-time.js';
import { growingSizes } from '../suite/options.js';
import type { Row } from '../suite/row.js';
import { atLeast } from '../suite/targets.js';
import { casesOf, repeatsAtFullSize, targetSize } from './cases.js';

const BATCH = 1000;

export const churn: Row = {
  name: 'churn',
  title: 'Create and delete',
  about:
    'Creates a thousand sessions, then deletes a thousand random ones, so the number stays the same. Each half is timed ' +
    'on its own. Calls that return a promise are awaited.',
  metrics: [
    { key: 'created', title: 'created', unit: 'a second', ratio: true },
    { key: 'deleted', title: 'deleted', unit: 'a second', ratio: true },
  ],
  limits:
    'Memory access as well. In a profile of deletes, reading the id took 21 %, the row of the session 19 % and the index ' +
    'of users 22 %. The CPU cache holds none of the three; each takes about 0.4 µs on the machine of the profile. Peers have ' +
    'no indexes by user or time and do not return what they delete. At 100,000 sessions, where the cache holds more, the ' +
    'same code is half as fast again.',
  base: LRU_CACHE,
  own: OWN,
  plots: ['created', 'deleted'],
  plan: (options) => casesOf([...STORES, FLOOR], growingSizes(options)),
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
    // The first third is warm-up.
    const counted = halves.slice(halves.length / 3);
    const perSecond = (key: 'created' | 'deleted'): number =>
      (counted.length * BATCH * 1000) / counted.reduce((sum, half) => sum + half[key], 0);
    return { created: perSecond('created'), deleted: perSecond('deleted') };
  },
  targets: (figures) =>
    ['created', 'deleted'].flatMap((key) => {
      const found = figures.median(MEMORY_STORE, targetSize(figures), key);
      return atLeast(`${MEMORY_STORE}: at least 500,000 ${key} a second`, 500_000, 'a second', found);
    }),
};

/** Removes a random id from the list and returns it. */
function takeAny(ids: string[]): string {
  const index = Math.floor(Math.random() * ids.length);
  const taken = ids[index] ?? '';
  const last = ids.pop() ?? '';
  if (index < ids.length) ids[index] = last;
  return taken;
}
