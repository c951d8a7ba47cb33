import { filled } from '../contenders/filled.js';
import { FLOOR, KEYV, LRU_CACHE, OWN, STORES } from '../contenders/index.js';
import { costOf } from '../measuring/cpu-time.js';
import { growingSizes } from '../suite/options.js';
import type { Row } from '../suite/row.js';
import { atMost, ratio } from '../suite/targets.js';
import { casesOf, randomIds, repeatsAtFullSize, targetSize } from './cases.js';

const PLAIN = 'called without await';

export const touch: Row = {
  name: 'touch',
  title: 'Touch, random ids',
  about:
    'Finds a session by its id and moves its deadline. `awaited` is `await touch(id)` for every contender. ' +
    `\`${PLAIN}\` is how synchronous contenders are used; for the others it is the same work, and nobody waits for it. ` +
    'lru-cache and ttlcache move a deadline and change no field of the session.',
  metrics: [
    { key: 'awaited', title: 'awaited', unit: 'ns', ratio: true },
    { key: 'plain', title: PLAIN, unit: 'ns', ratio: true },
  ],
  limits:
    'Memory access. At a million sessions, reading the id took 0.18 µs, finding its session 0.4, creating the result ' +
    '0.9, and moving the session in both indexes 1.4. At a thousand sessions, which the CPU cache holds, all of it took ' +
    '0.2 µs. `Map.get` alone took 0.45. In a loop without `await` the processor starts the next `Map.get` before the last ' +
    'one has ended. A store that returns promises prevents that, but no application touches sessions in such a loop.',
  base: LRU_CACHE,
  own: OWN,
  plots: ['awaited'],
  plan: (options) => casesOf([...STORES, FLOOR], growingSizes(options)),
  repeats: repeatsAtFullSize,
  async measure(of) {
    const { contender, ids } = await filled(of);
    const randomId = randomIds(ids);
    const one = (): unknown => contender.touch(randomId());
    const awaited = await costOf(one, 'awaited');
    // In keyv, promises that nobody awaits would pile up.
    return of.contender === KEYV ? { awaited } : { awaited, plain: await costOf(one, 'plain') };
  },
  targets: (figures) => {
    const of = (contender: string, key: string): number | undefined =>
      figures.median(contender, targetSize(figures), key);
    const limits: readonly [target: string, limit: number, other: string, key: string][] = [
      ["lru-cache's get, both awaited: at most 1", 1, LRU_CACHE, 'awaited'],
      ["lru-cache's get without await: at most 1", 1, LRU_CACHE, 'plain'],
      ['floor, both awaited: at most 3', 3, FLOOR, 'awaited'],
      ['floor without await: at most 3', 3, FLOOR, 'plain'],
    ];
    return OWN.flatMap((own) =>
      limits.flatMap(([target, limit, other, key]) =>
        atMost(`${own} ÷ ${target}`, limit, '', ratio(of(own, 'awaited'), of(other, key))),
      ),
    );
  },
};
