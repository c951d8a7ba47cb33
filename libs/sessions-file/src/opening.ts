import { MemorySessionStore } from 'nest-sessions';
import { idHash, isSessionError, SteadyClock } from 'nest-sessions/store';
import { Census } from './census.js';
import type { Database } from './database.js';
import { Directory } from './directory.js';
import { Endings } from './endings.js';
import { DamagedError, messageOf } from './failures.js';
import { FileJournal, sealOf } from './file-journal.js';
import { GroupCommit } from './group-commit.js';
import { LAYOUT, SEAL } from './keys.js';
import { decodeLayout, encodeLayout, FORMAT, newLayout, wayOfIds, type Layout } from './layout.js';
import type { OpeningProgress, ResolvedFileOptions } from './options.js';
import { Restoring } from './restoring.js';
import { decodeSeal, type Seal } from './seal.js';
import { StoreClock } from './store-clock.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The parts of an open store. */
export interface OpenStore {
  readonly memory: MemorySessionStore;
  readonly commits: GroupCommit;
  readonly endings: Endings;
  readonly database: Database;
}

/** Opens the files and reads all sessions. Throws `StoreUnavailableError`, which says what is wrong and what to do. */
export async function openStore(
  options: ResolvedFileOptions,
  onClaimed: () => void,
  onProgress: (progress: OpeningProgress) => void,
): Promise<OpenStore> {
  const directory = new Directory(options.directory);
  const open = async (trust: boolean): Promise<OpenStore> => {
    const database = await directory.open();
    try {
      return await read(directory, database, options, { onClaimed, onProgress, trust });
    } catch (error) {
      await database.close();
      throw isSessionError(error) ? error : directory.damaged(`files are damaged (${messageOf(error)})`, error);
    }
  };
  try {
    return await open(false);
  } catch (error) {
    if (!(error instanceof DamagedError) || options.onDamage !== 'salvage') throw error;
    const copy = await directory.salvage();
    process.emitWarning(
      `${error.message} What could be read is open; the damaged files are in ${copy}.`,
      'SessionStoreWarning',
    );
    return open(true);
  }
}

interface Reading {
  readonly onClaimed: () => void;
  readonly onProgress: (progress: OpeningProgress) => void;
  /** Whether to accept everything that can be read, even if something is missing. */
  readonly trust: boolean;
}

async function read(
  directory: Directory,
  database: Database,
  options: ResolvedFileOptions,
  { onClaimed, onProgress, trust }: Reading,
): Promise<OpenStore> {
  const { clock = new SteadyClock(), idKey } = options.memory;
  const stored = await database.get(LAYOUT);
  const layout =
    stored === undefined ? newLayout(idHash(idKey)) : readLayout(directory, stored, wayOfIds(idHash(idKey)));
  const sealed = await database.get(SEAL);
  const seal = sealed === undefined ? EMPTY : decodeSeal(sealed);
  if (seal === undefined && !trust) throw directory.damaged('files are damaged');
  const { sum, sessions: total, lastInstant } = seal ?? EMPTY;
  checkClock(directory, lastInstant - clock.now());
  onClaimed();

  const census = new Census();
  const storeClock = new StoreClock(clock, lastInstant);
  const commits = new GroupCommit(database, { sync: options.sync, seal: () => sealOf(census, storeClock.now()) });
  const journal = new FileJournal(commits, census);
  const endings = new Endings(journal, database);
  const { slotSecret } = layout;
  const memory = new MemorySessionStore({ ...options.memory, clock: storeClock, journal, slotSecret });
  const others = {
    quarantined: (number: number) => journal.restoreQuarantined(number),
    ending: (number: number) => endings.restoreEnding(number),
    group: (name: string) => endings.restoreGroup(name),
    owed: (number: number, group: string, value: Buffer) => endings.restoreOwed(number, group, value),
  };
  const restoring = new Restoring(MemorySessionStore.restorer(memory), census, others, !trust);
  for await (const entries of database.entries()) {
    restoring.take(entries);
    onProgress({ read: restoring.read, total });
  }
  restoring.done();
  if (!trust && (restoring.unreadable.length > 0 || census.sum !== sum)) {
    throw directory.damaged('files are damaged: their contents do not match their checksum');
  }
  for (const key of restoring.unreadable) commits.record(key, undefined);
  if (stored === undefined) journal.write(LAYOUT, encodeLayout(layout));
  await commits.written();
  return { memory, commits, endings, database };
}

const EMPTY: Seal = { sum: 0, sessions: 0, lastInstant: 0 };

function readLayout(directory: Directory, stored: Buffer, ids: string): Layout {
  const layout = decodeLayout(stored);
  if (layout === undefined) throw directory.damaged('the record of their format is damaged');
  if (layout.format !== FORMAT) {
    throw directory.unusable(
      `they have format ${String(layout.format)}, and this version of nest-sessions-file reads format ${String(FORMAT)}; ` +
        'install the version that wrote them, or choose another directory',
    );
  }
  if (layout.ids !== ids) {
    const [kept] = layout.ids.split(' ');
    throw directory.unusable(
      kept === 'plain'
        ? 'they were written without an idKey; leave it out, or choose another directory'
        : 'they were written with another idKey; give the store that one, or choose another directory',
    );
  }
  return layout;
}

function checkClock(directory: Directory, aheadMs: number): void {
  if (aheadMs <= MINUTE_MS) return;
  const minutes = `${String(Math.round(aheadMs / MINUTE_MS))} minutes`;
  if (aheadMs > DAY_MS) {
    throw directory.unusable(
      `the clock is ${minutes} behind the last change; set it right, or choose another directory`,
    );
  }
  process.emitWarning(
    `The clock is ${minutes} behind the last change of the sessions. No time passes for the sessions until it has caught up.`,
    'SessionStoreWarning',
  );
}
