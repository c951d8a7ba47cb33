import { idOf } from '../contenders/contender.js';
import { fill, userId } from '../contenders/filled.js';
import { MEMORY_STORE, openContender, OWN, STORES } from '../contenders/index.js';
import { settledMemory } from '../measuring/memory-use.js';
import { growingSizes } from '../suite/options.js';
import type { Row } from '../suite/row.js';
import { atMost } from '../suite/targets.js';
import { casesOf, repeatsAtFullSize, targetSize } from './cases.js';

/** The number of sessions that are created in another store first, so that the code is compiled before the first reading. */
const WARM_UP = 2000;

export const memory: Row = {
  name: 'memory',
  title: 'Memory of a session',
  about:
    'How much one session adds to the RSS of a fresh process, after garbage collection. Each session belongs to a user of ' +
    'its own and has no metadata and no attributes. `beyond the id` leaves out the string of the id: 16 bytes and its ' +
    'characters, rounded up to whole words. At small sizes RSS grows in steps that are too large to tell much.',
  metrics: [
    { key: 'beyondId', title: 'beyond the id', unit: 'bytes', ratio: true },
    { key: 'whole', title: 'in total', unit: 'bytes' },
    { key: 'heap', title: 'heap and buffers', unit: 'bytes' },
  ],
  base: MEMORY_STORE,
  own: OWN,
  plots: ['beyondId'],
  plan: (options) =>
    casesOf(
      STORES,
      growingSizes(options).filter((size) => size >= 100_000 || options.quick),
    ),
  repeats: repeatsAtFullSize,
  async measure({ contender: name, size }) {
    await fill(await openContender(name, WARM_UP), WARM_UP);
    // Read before the contender is opened: some allocate memory for their whole capacity then.
    const before = await settledMemory();
    const contender = await openContender(name, size + 1);
    let idLength = 0;
    for (let number = 0; number < size; number += 1) {
      const created = contender.create(userId(number));
      idLength = idOf(created instanceof Promise ? await created : created).length;
    }
    const after = await settledMemory();
    const whole = (after.rss - before.rss) / size;
    const heap = (after.heap - before.heap) / size;
    // Keeps the contender in use, or it would be collected before the second reading.
    await contender.create(userId(0));
    return { whole, heap, beyondId: whole - bytesOfString(idLength) };
  },
  targets: (figures) => {
    const of = (contender: string): number | undefined => figures.median(contender, targetSize(figures), 'beyondId');
    const own = of(MEMORY_STORE);
    const peers = STORES.filter((name) => !OWN.includes(name)).flatMap((name) => of(name) ?? []);
    const smallest = Math.min(...peers);
    return [
      ...atMost('at most 200 bytes beyond the id', 200, 'bytes', own),
      ...(peers.length === 0
        ? []
        : atMost(`no more than any peer (the smallest: ${smallest.toFixed(0)} bytes)`, smallest, 'bytes', own)),
    ];
  },
};

/** The size of a one-byte string in V8: a header of 16 bytes, then its characters. */
function bytesOfString(length: number): number {
  return Math.ceil((16 + length) / 8) * 8;
}
