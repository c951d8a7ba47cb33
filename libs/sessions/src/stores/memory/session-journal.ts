import type { QuarantinedRecord, Session } from '../../domain/session.js';

/**
 * Told by a memory store of each change, before the operation that makes it returns: what a store needs that keeps the
 * sessions somewhere else as well. Each entry tells a state, not a change, so that an entry told twice does no harm. Sessions
 * carry the id as it is kept.
 */
export interface SessionJournal {
  /** A session is new, or more than its times changed. `place` is its place in the order of creation, which it keeps. */
  put(slot: number, place: number, session: Session, announced: boolean): void;
  /** Only what a touch changes, or `announced`, may differ from before: whether a sweep has reported it as expiring. */
  times(slot: number, place: number, session: Session, announced: boolean): void;
  /** The session has ended, and with it these former ids. */
  gone(slot: number, place: number, formerIds: Iterable<string>): void;
  /** A former id finds the session until this instant; `undefined` when it is forgotten. */
  formerId(slot: number, place: number, id: string, until: number | undefined): void;
  quarantined(record: QuarantinedRecord): void;
  quarantineCleared(): void;
}

/** Fills a new memory store with what a journal was told. Sessions come in order of their places, each once. */
export interface SessionRestorer {
  /** Deadlines follow from the other times. */
  put(slot: number, place: number, session: Omit<Session, 'expiresAt' | 'warnAt'>, announced: boolean): void;
  /** After its session. */
  formerId(slot: number, id: string, until: number): void;
  /** Oldest first. */
  quarantined(record: QuarantinedRecord): void;
  /** Call it last, before any operation. */
  done(): void;
}
