import { MEMORY_STORE, SCANNED_MAP, SERVICE } from '../contenders/index.js';
import { casesOf, costOf, filled, repeatsAtFullSize } from '../run/in-process.js';
import { growingSizes, MILLION } from '../run/options.js';
import type { Row } from '../run/row.js';
import { atMost } from '../run/verdicts.js';

export const counts: Row = {
  name: 'counts',
  title: 'Counts in-process',
  about:
    'How many sessions are active, and how many of them expire soon: what a health probe asks for. The Map is walked for it.',
  metrics: [{ key: 'awaited', title: 'one call', unit: 'ns', ratio: true }],
  base: MEMORY_STORE,
  plots: ['awaited'],
  plan: (options) => casesOf([MEMORY_STORE, SERVICE, SCANNED_MAP], growingSizes(options)),
  repeats: repeatsAtFullSize,
  async measure(of) {
    const { contender } = await filled(of);
    return { awaited: await costOf(() => contender.counts?.(), 'awaited') };
  },
  verdicts: (figures) => {
    const size = figures.sizes.at(-1) ?? MILLION;
    return atMost(`under 5 µs at 10,000,000 sessions (here: ${size.toLocaleString('en')})`, 5000, 'ns', () =>
      figures.median(MEMORY_STORE, size, 'awaited'),
    );
  },
};
