import {
  BARE_ALWAYS,
  BARE_OF,
  DISK_STORES,
  FILE_ALWAYS,
  FILE_EVERYSECOND,
  openDiskStore,
  type DiskStore,
} from '../contenders/disk-stores.js';
import { MEMORY_STORE } from '../contenders/index.js';
import { inTurns } from '../measuring/in-turns.js';
import { bytesOnDisk, temporaryDirectory } from '../measuring/temporary-directory.js';
import type { Row } from '../suite/row.js';
import { atLeast } from '../suite/targets.js';

const IN_FLIGHT = 64;
const TURNS = 20;

export const fileTouch: Row = {
  name: 'file-touch',
  title: 'File store: touch and create',
  about:
    'Touches of random sessions with 64 calls in flight and with one, after all sessions were created 64 at a time. ' +
    "With `sync: 'always'` and in session-file-store a call ends once its change is on the disk. A bare batch writes with " +
    '`classic-level` what the file store writes for as many calls, and does nothing else; `÷ bare, in turns` ' +
    'compares 64 in flight with it in one process, a fifth of a second each. `disk` is what the files of one ' +
    'session occupy after the creates.',
  metrics: [
    { key: 'perSecond', title: 'touches, 64 in flight', unit: 'a second', ratio: true },
    { key: 'p99', title: 'p99', unit: 'ms' },
    { key: 'ofBare', title: '÷ bare, in turns', unit: '' },
    { key: 'alone', title: 'touches, 1 in flight', unit: 'a second', ratio: true },
    { key: 'created', title: 'creates, 64 in flight', unit: 'a second', ratio: true },
    { key: 'disk', title: 'disk', unit: 'bytes' },
  ],
  base: BARE_ALWAYS,
  own: [FILE_ALWAYS, FILE_EVERYSECOND, MEMORY_STORE],
  plan: ({ quick }) => DISK_STORES.map((contender) => ({ contender, size: quick ? 1000 : 10_000 })),
  async measure({ contender, size }, { quick }) {
    const ms = quick ? 300 : 2000;
    const directory = temporaryDirectory();
    const store = await openDiskStore(contender, directory);
    const began = performance.now();
    await store.fill(size);
    const created = size / ((performance.now() - began) / 1000);
    const disk = bytesOnDisk(directory) / size;
    await store.touch(IN_FLIGHT, ms / 4);
    const { perSecond, p99 } = await store.touch(IN_FLIGHT, ms);
    const { perSecond: alone } = await store.touch(1, ms);
    const bare = BARE_OF[contender];
    const ofBare = bare === undefined ? {} : { ofBare: await comparedWith(bare, store, size, ms / 10) };
    await store.close();
    return { perSecond, p99, ...ofBare, alone, created, ...(disk > 0 && { disk }) };
  },
  targets: (figures) => {
    const found = figures.median(FILE_ALWAYS, figures.largestSize, 'ofBare');
    return atLeast("touch, 64 in flight, sync: 'always': at least 0.7 of a bare batch", 0.7, '', found);
  },
};

/** The touches of a store divided by those of bare batches, 64 in flight. */
async function comparedWith(bare: string, store: DiskStore, size: number, ms: number): Promise<number> {
  const batches = await openDiskStore(bare, temporaryDirectory());
  await batches.fill(size);
  const rate = async (of: DiskStore): Promise<number> => (await of.touch(IN_FLIGHT, ms)).perSecond;
  await rate(batches);
  const { ratio } = await inTurns(
    TURNS,
    () => rate(store),
    () => rate(batches),
  );
  await batches.close();
  return ratio;
}
