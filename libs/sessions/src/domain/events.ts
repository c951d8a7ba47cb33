import type { EndReason, QuarantinedRecord, Session } from './session.js';

/** Something that happened to a session, at an instant of the store's clock (epoch milliseconds). */
export type SessionEvent =
  | { readonly type: 'created'; readonly at: number; readonly session: Session }
  /** Its deadline was moved by activity or by a renewal. */
  | { readonly type: 'renewed'; readonly at: number; readonly session: Session }
  /** It came within its warning threshold. Once per approach: a moved deadline arms it again. */
  | { readonly type: 'expiring'; readonly at: number; readonly session: Session }
  /** A sweep ended it, `idle` or `absolute`. `session.expiresAt` is the instant at which it had expired. */
  | { readonly type: 'expired'; readonly at: number; readonly session: Session; readonly reason: EndReason }
  /** The application ended it. */
  | { readonly type: 'deleted'; readonly at: number; readonly session: Session; readonly reason: EndReason }
  /** Its record was found corrupted and set aside. */
  | {
      readonly type: 'quarantined';
      readonly at: number;
      readonly record: QuarantinedRecord;
      readonly reason: EndReason;
    };

export type SessionEventType = SessionEvent['type'];
