import { getHeapStatistics } from 'node:v8';
import type { Clock } from '../../domain/clock.js';
import type { Duration } from '../../domain/duration.js';
import { idHash, type IdHash } from '../../domain/id-hash.js';
import type { Secret } from '../../domain/secret.js';
import { SteadyClock } from '../../domain/steady-clock.js';
import { OptionChecker } from '../../options/option-checker.js';
import type { SessionJournal } from './session-journal.js';

export interface MemorySessionStoreOptions {
  /** The most active sessions. Default 1,000,000. */
  readonly capacity?: number | undefined;
  /**
   * The most bytes that the sessions may take, estimated from their strings. Default: about half of the heap limit of the
   * process, which `node --max-old-space-size` sets.
   */
  readonly maxBytes?: number | undefined;
  /** How long a corrupted record is kept for inspection. Default `'24h'`. */
  readonly quarantineRetention?: Duration | undefined;
  /**
   * For how long the id of an ended session tells why it ended; `0` for not at all. Default `'1h'`. The store remembers at
   * most 100,000 endings, in at most a sixteenth of `maxBytes`, and forgets the oldest first.
   */
  readonly rememberEndings?: Duration | undefined;
  /**
   * The store keeps a keyed hash of each id instead of the id, so nobody can open a session with what is stored. At
   * least 32 bytes. A dump of the process's memory may contain this key and the ids of current requests.
   */
  readonly idKey?: Secret | undefined;
  /** Default: a `SteadyClock`, which advances steadily even if the wall clock is set. */
  readonly clock?: Clock | undefined;
  /** For authors of a store that also keeps the sessions elsewhere: it receives every change. */
  readonly journal?: SessionJournal | undefined;
  /**
   * With a journal: 16 secret bytes. Ids of an earlier process find their sessions only with the same bytes. Default:
   * random.
   */
  readonly slotSecret?: Uint8Array | undefined;
}

export interface ResolvedMemoryOptions {
  readonly capacity: number;
  readonly maxBytes: number;
  readonly retentionMs: number;
  readonly rememberMs: number;
  readonly hash: IdHash | undefined;
  readonly clock: Clock;
  readonly journal: SessionJournal | undefined;
  readonly slotSecret: Uint8Array | undefined;
}

/** Throws `InvalidOptionsError`. */
export function resolveMemoryOptions({
  capacity = 1_000_000,
  maxBytes = halfOfHeap(getHeapStatistics().heap_size_limit),
  quarantineRetention = '24h',
  rememberEndings = '1h',
  idKey,
  clock = new SteadyClock(),
  journal,
  slotSecret,
}: MemorySessionStoreOptions): ResolvedMemoryOptions {
  const check = new OptionChecker("MemorySessionStore can't start");
  check.integer('capacity', capacity, { min: 1 });
  check.integer('maxBytes', maxBytes, { min: 1 });
  const retentionMs = check.duration('quarantineRetention', quarantineRetention, { min: 0 });
  const rememberMs = check.duration('rememberEndings', rememberEndings, { min: 0 });
  check.secret('idKey', idKey);
  check.done();
  return { capacity, maxBytes, retentionMs, rememberMs, hash: idHash(idKey), clock, journal, slotSecret };
}

/**
 * The part of the heap limit that Node reserves for new objects, at most (192 MiB on Node 24). Sessions are older, so they
 * are not in it.
 */
const NEW_OBJECTS_BYTES = 192 * 2 ** 20;

/** Half of what the heap has for old objects; if the heap is small, a quarter of the whole. */
export function halfOfHeap(limitBytes: number): number {
  return Math.floor(Math.max(limitBytes / 4, (limitBytes - NEW_OBJECTS_BYTES) / 2));
}
