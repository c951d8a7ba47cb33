import { FLOOR, KEEPERS, KEYV, LRU_CACHE, MEMORY_STORE, SERVICE } from '../contenders/index.js';
import { casesOf, costOf, filled, randomPlaces, repeatsAtFullSize } from '../run/in-process.js';
import { growingSizes, MILLION } from '../run/options.js';
import type { Row } from '../run/row.js';
import { atMost, ratio } from '../run/verdicts.js';

const PLAIN = 'called without await';

export const touch: Row = {
  name: 'touch',
  title: 'Touch, random ids',
  about:
    'Activity of a session, found by its id: its deadline moves. `awaited` is `await touch(id)` for everybody; ' +
    `\`${PLAIN}\` is how an answer at once is used, and for stores of promises the same work without anybody waiting. ` +
    'lru-cache and ttlcache move a deadline and no field of the session.',
  metrics: [
    { key: 'awaited', title: 'awaited', unit: 'ns', ratio: true },
    { key: 'plain', title: PLAIN, unit: 'ns', ratio: true },
  ],
  limits:
    'Waiting for memory. Taken apart at a million sessions, reading the id cost 0.18 µs, finding its session 0.4, handing ' +
    'it out 0.9, and moving it in both orders 1.4; at a thousand, where all is in a cache, the same took 0.2 in all. ' +
    '`Map.get` alone cost 0.45. A loop that waits for nothing lets the processor begin one `Map.get` before the last has ' +
    'ended, which a store that answers with a promise does not; no application touches sessions in such a loop.',
  base: LRU_CACHE,
  plots: ['awaited'],
  plan: (options) => casesOf([...KEEPERS, FLOOR], growingSizes(options)),
  repeats: repeatsAtFullSize,
  async measure(of) {
    const { contender, ids } = await filled(of);
    const places = randomPlaces(ids.length);
    let next = 0;
    const one = (): unknown => {
      next = (next + 1) & (places.length - 1);
      return contender.touch(ids[places[next] ?? 0] ?? '');
    };
    const awaited = await costOf(one, 'awaited');
    // Promises that nobody waits for would pile up in keyv.
    return of.contender === KEYV ? { awaited } : { awaited, plain: await costOf(one, 'plain') };
  },
  verdicts: (figures) => {
    const size = Math.min(MILLION, figures.sizes.at(-1) ?? MILLION);
    const of = (contender: string, key: string): number | undefined => figures.median(contender, size, key);
    const target = (who: string, other: string, most: string): string => `${who} ÷ ${other}: ${most}`;
    return [MEMORY_STORE, SERVICE].flatMap((who) => [
      ...atMost(target(who, "lru-cache's get, both awaited", 'below 1'), 1, '', () =>
        ratio(of(who, 'awaited'), of(LRU_CACHE, 'awaited')),
      ),
      ...atMost(target(who, "lru-cache's get without await", 'below 1'), 1, '', () =>
        ratio(of(who, 'awaited'), of(LRU_CACHE, 'plain')),
      ),
      ...atMost(target(who, 'floor, both awaited', 'at most 3'), 3, '', () =>
        ratio(of(who, 'awaited'), of(FLOOR, 'awaited')),
      ),
      ...atMost(target(who, 'floor without await', 'at most 3'), 3, '', () =>
        ratio(of(who, 'awaited'), of(FLOOR, 'plain')),
      ),
    ]);
  },
};
