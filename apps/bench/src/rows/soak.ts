import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { filled } from '../contenders/filled.js';
import { MEMORY_STORE } from '../contenders/index.js';
import { gcPauses } from '../measuring/gc-pauses.js';
import { fullSize } from '../suite/options.js';
import type { Row } from '../suite/row.js';
import { atMost } from '../suite/targets.js';
import { randomIds } from './cases.js';

const TICK_MS = 10;
const TOUCHES_A_SECOND = 5000;

export const soak: Row = {
  name: 'soak',
  title: 'Pauses of the garbage collector',
  about: `${TOUCHES_A_SECOND.toLocaleString('en')} touches a second at 1,000,000 sessions, for as many minutes as \`--soak\` says.`,
  metrics: [
    { key: 'longest', title: 'longest pause', unit: 'ms' },
    { key: 'pauses', title: 'pauses', unit: '' },
    { key: 'delay', title: 'event-loop delay, max', unit: 'ms' },
    { key: 'minutes', title: 'minutes', unit: '' },
  ],
  base: MEMORY_STORE,
  own: [MEMORY_STORE],
  plan: (options) => (options.soakMinutes > 0 ? [{ contender: MEMORY_STORE, size: fullSize(options) }] : []),
  async measure(of, { soakMinutes }) {
    const { contender, ids } = await filled(of);
    const randomId = randomIds(ids);
    globalThis.gc?.();
    await sleep(500);
    let touched = 0;
    const began = performance.now();
    const pauses = gcPauses();
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const traffic = setInterval(() => {
      const due = ((performance.now() - began) / 1000) * TOUCHES_A_SECOND;
      for (; touched < due; touched += 1) void contender.touch(randomId());
    }, TICK_MS);
    await sleep(soakMinutes * 60_000);
    clearInterval(traffic);
    return {
      longest: pauses.longest(),
      pauses: pauses.count(),
      delay: Math.max(0, delay.max / 1e6 - 1),
      minutes: soakMinutes,
    };
  },
  targets: (figures) =>
    atMost('no pause above 50 ms', 50, 'ms', figures.median(MEMORY_STORE, figures.largestSize, 'longest')),
};
