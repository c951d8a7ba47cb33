import type { QuarantinedRecord, Session, SessionTimes } from '../../domain/session.js';

/**
 * Is told by a memory store of each change, before the operation that makes it returns: what a store needs that keeps the
 * sessions somewhere else as well. Each call tells a state, not a change, so it does no harm to apply one twice. Sessions
 * carry their id in the form in which it is stored.
 */
export interface SessionJournal {
  /** A session is new, or more than its times changed. `serial` is its number in the order of creation, which it keeps. */
  put(slot: number, serial: number, session: Session, isReported: boolean): void;
  /** Only what a touch changes, or `isReported`: whether a sweep has reported the session as expiring. */
  times(slot: number, serial: number, times: SessionTimes, isReported: boolean): void;
  /** The session has ended, and these former ids with it. */
  gone(slot: number, serial: number, formerIds: Iterable<string>): void;
  /** A former id finds the session until this instant; `undefined` when it is forgotten. */
  formerId(slot: number, serial: number, id: string, until: number | undefined): void;
  quarantined(record: QuarantinedRecord): void;
  quarantineCleared(): void;
}

/** Fills a new memory store with what a journal was told. Sessions come in the order of their serials, each once. */
export interface SessionRestorer {
  put(slot: number, serial: number, session: Session, isReported: boolean): void;
  /** After its session. */
  formerId(slot: number, id: string, until: number): void;
  /** Oldest first. */
  quarantined(record: QuarantinedRecord): void;
  /** Call it last, before any operation. */
  done(): void;
}
