import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { openExpiring, type ExpiringSessions } from '../contenders/expiring-sessions.js';
import { MEMORY_STORE, SCANNED_MAP, TIMER_EACH } from '../contenders/index.js';
import { gcPauses } from '../measuring/gc-pauses.js';
import type { Values } from '../suite/case.js';
import { growingSizes } from '../suite/options.js';
import type { Row } from '../suite/row.js';
import { atMost } from '../suite/targets.js';
import { casesOf, repeatsAtFullSize, targetSize } from './cases.js';

const TICK_MS = 5;
const MAX_SECONDS = 60;

export const expiry: Row = {
  name: 'expiry',
  title: 'The second in which all sessions expire',
  about:
    'All sessions expire evenly over one second. Meanwhile 10,000 others are touched (1,000 touches a second), and health ' +
    'is probed 200 times a second. A sweep starts each second. `delay` is the event-loop delay that `monitorEventLoopDelay` ' +
    'shows beyond its own interval of 1 ms. `all removed` counts from the last expiry.',
  metrics: [
    { key: 'p99', title: 'delay p99', unit: 'ms' },
    { key: 'max', title: 'delay max', unit: 'ms', ratio: true },
    { key: 'gcMax', title: 'longest GC pause', unit: 'ms' },
    { key: 'seconds', title: 'all removed', unit: 's' },
  ],
  base: MEMORY_STORE,
  own: [MEMORY_STORE],
  plots: ['max', 'seconds'],
  plan: (options) => casesOf([MEMORY_STORE, TIMER_EACH, SCANNED_MAP], growingSizes(options)),
  repeats: repeatsAtFullSize,
  async measure(of) {
    const lead = 3000 + of.size / 100;
    const first = Date.now() + lead;
    const sessions = await openExpiring(of, first);
    if (Date.now() > first - 500)
      throw new Error('Filling the store took too long. Run the row again on a machine that is less busy.');
    globalThis.gc?.();
    await sleep(Math.max(0, first - Date.now() - 300));
    const values = await watched(sessions, first);
    await sessions.close();
    return values;
  },
  targets: (figures) => {
    const own = (key: string): number | undefined => figures.median(MEMORY_STORE, targetSize(figures), key);
    return [
      ...atMost('event-loop delay p99 at most 10 ms', 10, 'ms', own('p99')),
      ...atMost('event-loop delay never above 50 ms', 50, 'ms', own('max')),
      ...atMost('all swept within 5 s', 5, 's', own('seconds')),
    ];
  },
};

async function watched(sessions: ExpiringSessions, first: number): Promise<Values> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const pauses = gcPauses();
  delay.enable();
  const traffic = setInterval(() => {
    for (let touches = 0; touches < TICK_MS; touches += 1) void sessions.touch();
    void sessions.probe();
  }, TICK_MS);
  await sleep(first + 1000 - Date.now());
  const last = first + 1000;
  while ((await sessions.left()) > 0 && Date.now() - last < MAX_SECONDS * 1000) await sleep(10);
  const seconds = (Date.now() - last) / 1000;
  delay.disable();
  clearInterval(traffic);
  const beyond = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - 1);
  return { p99: beyond(delay.percentile(99)), max: beyond(delay.max), gcMax: pauses.longest(), seconds };
}
