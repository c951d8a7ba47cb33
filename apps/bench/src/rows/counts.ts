import { filled } from '../contenders/filled.js';
import { MEMORY_STORE, OWN, SCANNED_MAP } from '../contenders/index.js';
import { costOf } from '../measuring/cpu-time.js';
import { growingSizes, MILLION } from '../suite/options.js';
import type { Row } from '../suite/row.js';
import { atMost } from '../suite/targets.js';
import { casesOf, repeatsAtFullSize } from './cases.js';

export const counts: Row = {
  name: 'counts',
  title: 'Counts in-process',
  about:
    'Counts the active sessions, and those of them that expire soon, as every health probe does. The scanned Map walks all sessions for it.',
  metrics: [{ key: 'awaited', title: 'one call', unit: 'ns', ratio: true }],
  base: MEMORY_STORE,
  own: OWN,
  plots: ['awaited'],
  plan: (options) => casesOf([...OWN, SCANNED_MAP], growingSizes(options)),
  repeats: repeatsAtFullSize,
  async measure(of) {
    const { contender } = await filled(of);
    return { awaited: await costOf(() => contender.counts?.(), 'awaited') };
  },
  targets: (figures) => {
    const size = figures.largestSize ?? MILLION;
    const found = figures.median(MEMORY_STORE, size, 'awaited');
    return atMost(`at most 5 µs at 10,000,000 sessions (here: ${size.toLocaleString('en')})`, 5000, 'ns', found);
  },
};
