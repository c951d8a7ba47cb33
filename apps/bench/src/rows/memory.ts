import { idOf } from '../contenders/contender.js';
import { KEEPERS, MEMORY_STORE, openContender } from '../contenders/index.js';
import { casesOf, fill, userId, repeatsAtFullSize } from '../run/in-process.js';
import { growingSizes, MILLION } from '../run/options.js';
import type { Row } from '../run/row.js';
import { atMost } from '../run/verdicts.js';

/** Sessions of another one, made before the first look, so that code and its compiled form are there already. */
const WARM = 2000;

export const memory: Row = {
  name: 'memory',
  title: 'Memory of a session',
  about:
    'Growth of RSS by one session without metadata and attributes, each of a user of its own, after garbage collection, ' +
    "in a fresh process that holds nothing else. `beyond the id` leaves out the id's own string: 16 bytes and its " +
    'characters, in whole words. At small sizes RSS moves in steps too coarse to tell much.',
  metrics: [
    { key: 'beyondId', title: 'beyond the id', unit: 'bytes', ratio: true },
    { key: 'whole', title: 'all', unit: 'bytes' },
    { key: 'heap', title: 'heap and buffers', unit: 'bytes' },
  ],
  base: MEMORY_STORE,
  plots: ['beyondId'],
  plan: (options) =>
    casesOf(
      KEEPERS,
      growingSizes(options).filter((size) => size >= 100_000 || options.quick),
    ),
  repeats: repeatsAtFullSize,
  async measure({ contender: name, size }) {
    await fill(await openContender(name, WARM), WARM);
    // Before it is opened: some set room aside for all that they may hold.
    const before = await settled();
    const contender = await openContender(name, size + 1);
    let idLength = 0;
    for (let number = 0; number < size; number += 1) {
      const created = contender.create(userId(number));
      idLength = idOf(created instanceof Promise ? await created : created).length;
    }
    const after = await settled();
    const whole = (after.rss - before.rss) / size;
    const heap = (after.heap - before.heap) / size;
    // Still in use: what nobody needs any more would be collected before the second look.
    await contender.create(userId(0));
    return { whole, heap, beyondId: whole - bytesOfText(idLength) };
  },
  verdicts: (figures) => {
    const size = Math.min(MILLION, figures.sizes.at(-1) ?? MILLION);
    const own = figures.median(MEMORY_STORE, size, 'beyondId');
    const peers = KEEPERS.filter((name) => name !== MEMORY_STORE && name !== 'SessionsService');
    const least = Math.min(...peers.map((name) => figures.median(name, size, 'beyondId') ?? Infinity));
    return [
      ...atMost('under 300 bytes beyond the id', 300, 'bytes', () => own),
      ...atMost(`less than every peer (the least: ${least.toFixed(0)} bytes)`, least, 'bytes', () => own),
    ];
  },
};

/** A one-byte string in V8: a header of 16 bytes, then its characters. */
function bytesOfText(length: number): number {
  return Math.ceil((16 + length) / 8) * 8;
}

async function settled(): Promise<{ rss: number; heap: number }> {
  for (let times = 0; times < 4; times += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss, heap: heapUsed + external };
}
