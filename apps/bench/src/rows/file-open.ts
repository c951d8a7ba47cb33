import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openDiskStore } from '../contenders/disk-stores.js';
import { MEMORY_STORE } from '../contenders/index.js';
import { fillDirectory } from '../contenders/filled-directory.js';
import { cpuMs } from '../measuring/cpu-time.js';
import { settledMemory } from '../measuring/memory-use.js';
import { bytesOnDisk, temporaryDirectory } from '../measuring/temporary-directory.js';
import type { Values } from '../suite/case.js';
import { fullSize } from '../suite/options.js';
import type { Row } from '../suite/row.js';
import { atMost, ratio } from '../suite/targets.js';

const FILE = 'FileSessionStore';

export const fileOpen: Row = {
  name: 'file-open',
  title: 'File store: opening',
  about:
    "One process creates the sessions with `sync: 'everysecond'`, 64 at a time, and ends; another process opens them. CPU time is " +
    'that of all threads, those of the database and of the garbage collector too. `delay` is the longest event-loop delay ' +
    'while the store opens. The memory store only creates.',
  metrics: [
    { key: 'created', title: 'CPU of the creates', unit: 's', ratio: true },
    { key: 'opened', title: 'CPU of opening', unit: 's' },
    { key: 'seconds', title: 'opening', unit: 's' },
    { key: 'delay', title: 'delay', unit: 'ms' },
    { key: 'memory', title: 'RSS of a session', unit: 'bytes', ratio: true },
    { key: 'disk', title: 'disk of a session', unit: 'bytes' },
  ],
  base: MEMORY_STORE,
  own: [FILE, MEMORY_STORE],
  plan: (options) => [FILE, MEMORY_STORE].map((contender) => ({ contender, size: fullSize(options) })),
  measure: ({ contender, size }) => (contender === FILE ? measureFile(size) : measureMemory(size)),
  targets: (figures) => {
    const of = (key: string): number | undefined => figures.median(FILE, figures.largestSize, key);
    return [
      ...atMost('opening: at most 1.5 times the CPU time of the creates', 1.5, '', ratio(of('opened'), of('created'))),
      ...atMost('event-loop delay never above 50 ms', 50, 'ms', of('delay')),
    ];
  },
};

async function measureFile(size: number): Promise<Values> {
  const directory = temporaryDirectory();
  const created = (await fillDirectory(directory, size)) / 1000;
  const disk = bytesOnDisk(directory) / size;
  const { FileSessionStore } = await import('nest-sessions-file');
  const before = await settledMemory();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const began = performance.now();
  const cpuBefore = cpuMs();
  const store = new FileSessionStore({ directory, sync: 'everysecond' });
  await store.opened();
  const opened = (cpuMs() - cpuBefore) / 1000;
  const seconds = (performance.now() - began) / 1000;
  delay.disable();
  const after = await settledMemory();
  const { active } = await store.counts();
  if (active !== size) throw new Error(`${String(active)} of ${String(size)} sessions are back.`);
  await store.close();
  return {
    created,
    opened,
    seconds,
    delay: Math.max(0, delay.max / 1e6 - 1),
    memory: (after.rss - before.rss) / size,
    disk,
  };
}

async function measureMemory(size: number): Promise<Values> {
  const before = await settledMemory();
  const store = await openDiskStore(MEMORY_STORE, '');
  const cpuBefore = cpuMs();
  await store.fill(size);
  const created = (cpuMs() - cpuBefore) / 1000;
  const after = await settledMemory();
  await store.close();
  return { created, memory: (after.rss - before.rss) / size };
}
