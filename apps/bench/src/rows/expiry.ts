import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDoomed, type Doomed } from '../contenders/doomed.js';
import { MEMORY_STORE, SCANNED_MAP, TIMER_EACH } from '../contenders/index.js';
import { gcPauses } from '../run/gc-pauses.js';
import { casesOf, repeatsAtFullSize } from '../run/in-process.js';
import { growingSizes, MILLION } from '../run/options.js';
import type { Row, Values } from '../run/row.js';
import { atMost } from '../run/verdicts.js';

const TICK_MS = 5;
const MOST_SECONDS = 60;

export const expiry: Row = {
  name: 'expiry',
  title: 'The second in which all sessions expire',
  about:
    'All sessions expire spread over one second, while 10,000 others are touched (1,000 a second) and health is asked ' +
    '200 times a second. Sweeps run each second. Delay of the event loop is what `monitorEventLoopDelay` shows beyond its ' +
    'own interval of 1 ms; `all removed` counts from the last expiry on.',
  metrics: [
    { key: 'p99', title: 'delay p99', unit: 'ms' },
    { key: 'max', title: 'delay max', unit: 'ms', ratio: true },
    { key: 'gcMax', title: 'longest pause of GC', unit: 'ms' },
    { key: 'seconds', title: 'all removed', unit: 's' },
  ],
  base: MEMORY_STORE,
  plots: ['max', 'seconds'],
  plan: (options) => casesOf([MEMORY_STORE, TIMER_EACH, SCANNED_MAP], growingSizes(options)),
  repeats: repeatsAtFullSize,
  async measure(of) {
    const lead = 3000 + of.size / 100;
    const first = Date.now() + lead;
    const doomed = await openDoomed(of, first);
    if (Date.now() > first - 500) throw new Error('This machine was too busy to fill the store in time.');
    globalThis.gc?.();
    await sleep(Math.max(0, first - Date.now() - 300));
    const values = await watched(doomed, first);
    await doomed.close();
    return values;
  },
  verdicts: (figures) => {
    const size = Math.min(MILLION, figures.sizes.at(-1) ?? MILLION);
    const own = (key: string) => (): number | undefined => figures.median(MEMORY_STORE, size, key);
    return [
      ...atMost('event-loop delay p99 under 10 ms', 10, 'ms', own('p99')),
      ...atMost('event-loop delay never above 50 ms', 50, 'ms', own('max')),
      ...atMost('all swept within 5 s', 5, 's', own('seconds')),
    ];
  },
};

async function watched(doomed: Doomed, first: number): Promise<Values> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const pauses = gcPauses();
  delay.enable();
  const traffic = setInterval(() => {
    for (let touches = 0; touches < TICK_MS; touches += 1) void doomed.touch();
    void doomed.probe();
  }, TICK_MS);
  await sleep(first + 1000 - Date.now());
  const last = first + 1000;
  while ((await doomed.left()) > 0 && Date.now() - last < MOST_SECONDS * 1000) await sleep(10);
  const seconds = (Date.now() - last) / 1000;
  delay.disable();
  clearInterval(traffic);
  const beyond = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - 1);
  return { p99: beyond(delay.percentile(99)), max: beyond(delay.max), gcMax: pauses.longest(), seconds };
}
