import type { Clock } from '../../domain/clock.js';
import type { Duration } from '../../domain/duration.js';
import type { Secret } from '../../domain/secret.js';
import type { SessionJournal } from './session-journal.js';

export interface MemorySessionStoreOptions {
  /** The most active sessions. Default 1,000,000. */
  readonly capacity?: number | undefined;
  /** How long a corrupted record is kept for inspection. Default `'24h'`. */
  readonly quarantineRetention?: Duration | undefined;
  /**
   * Keeps a keyed hash of each id in place of the id, so that what the store holds opens no session. At least 32 bytes;
   * keep it apart from dumps of the memory, which may also show an id that a request has brought just now.
   */
  readonly idKey?: Secret | undefined;
  /** Default: the system's clock. */
  readonly clock?: Clock | undefined;
  /** For authors of a store that keeps the sessions somewhere else as well: is told of every change. */
  readonly journal?: SessionJournal | undefined;
  /** With a journal: 8 secret bytes, without which ids of an earlier process find no session. Default: random ones. */
  readonly slotSecret?: Uint8Array | undefined;
}
