import type { MemorySessionStoreOptions } from 'nest-sessions';
import { OptionChecker } from 'nest-sessions/store';

/** The options of the memory store, which holds the sessions, and those of the files. */
export interface FileSessionStoreOptions extends Omit<MemorySessionStoreOptions, 'journal' | 'slotSecret'> {
  /** Where the files are. It is created when it is missing; one process can have it open at a time. */
  readonly directory: string;
  /**
   * When a change is acknowledged. `'always'`: once it is on the disk. `'everysecond'`: once the operating system has it.
   * All changes go to the disk once a second: a crash of the machine loses about a second, a crash of the process nothing.
   * Default `'always'`.
   */
  readonly sync?: 'always' | 'everysecond' | undefined;
  /**
   * What to do when files are damaged. `'refuse'`: the store does not open. `'salvage'`: keeps a copy of the files as they are
   * and opens what can be read; sessions that had ended may come back. Default `'refuse'`.
   */
  readonly onDamage?: 'refuse' | 'salvage' | undefined;
  /** Called each second while the store is opening. */
  readonly onOpening?: ((progress: OpeningProgress) => void) | undefined;
}

export interface OpeningProgress {
  /** How many sessions were read so far. */
  readonly read: number;
  /** How many there are. */
  readonly total: number;
}

export interface ResolvedFileOptions {
  readonly directory: string;
  readonly sync: 'always' | 'everysecond';
  readonly onDamage: 'refuse' | 'salvage';
  readonly onOpening: ((progress: OpeningProgress) => void) | undefined;
  readonly memory: Omit<MemorySessionStoreOptions, 'journal' | 'slotSecret'>;
}

/** Throws `InvalidOptionsError`. The memory store checks its own. */
export function resolveFileOptions(options: FileSessionStoreOptions): ResolvedFileOptions {
  const { directory, sync = 'always', onDamage = 'refuse', onOpening, ...memory } = options;
  const check = new OptionChecker("FileSessionStore can't start");
  check.string('directory', directory, /^[^\0]+$/, "a path such as 'data/sessions'");
  check.oneOf('sync', sync, ['always', 'everysecond']);
  check.oneOf('onDamage', onDamage, ['refuse', 'salvage']);
  check.value('onOpening', onOpening, onOpening === undefined || typeof onOpening === 'function', 'a function');
  check.done();
  return { directory, sync, onDamage, onOpening, memory };
}
