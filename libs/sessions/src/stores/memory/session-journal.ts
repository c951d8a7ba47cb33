import type { Ending } from '../../domain/ending.js';
import type { QuarantinedRecord, Session, SessionTimes } from '../../domain/session.js';

/**
 * Receives each change of a memory store before the operation returns. A store that also keeps the sessions elsewhere needs
 * this. Each call gives a state, not a change, so a call may be applied twice. The id of a session is the stored one: the
 * hash, if the store hashes ids.
 */
export interface SessionJournal {
  /** A session is new, or more than its times changed. `serial` is its number in the order of creation and never changes. */
  put(slot: number, serial: number, session: Session, isReported: boolean): void;
  /** Only the times changed, or `isReported`: whether a sweep has reported the session as expiring. */
  times(slot: number, serial: number, times: SessionTimes, isReported: boolean): void;
  /** The session has ended, together with its former ids. */
  gone(slot: number, serial: number, formerIds: Iterable<string>): void;
  /** A former id finds the session until this instant. `undefined` means that the id is forgotten. */
  formerId(slot: number, serial: number, id: string, until: number | undefined): void;
  quarantined(record: QuarantinedRecord): void;
  quarantineCleared(): void;
  /** The store remembers an ending under a number, or with `undefined` it has forgotten that ending. */
  remembered(number: number, remembered: RememberedEnding | undefined): void;
}

/** An ending with the stored id of its session. */
export interface RememberedEnding {
  /** Grows with each ending. */
  readonly number: number;
  readonly id: string;
  /** The instant at which it is forgotten. */
  readonly until: number;
  readonly ending: Ending;
}

/** Fills a new memory store with what a journal received. Put each session once, in the order of the serials. */
export interface SessionRestorer {
  put(slot: number, serial: number, session: Session, isReported: boolean): void;
  /** Call it after its session was put. */
  formerId(slot: number, id: string, until: number): void;
  /** Oldest first. */
  quarantined(record: QuarantinedRecord): void;
  /** In the order of the numbers. */
  remembered(remembered: RememberedEnding): void;
  /** Call it last, before any operation. */
  done(): void;
}
