import type { JsonObject } from './json.js';
import type { QuarantinedRecord, Session } from './session.js';

/** Something that happened to a session, at an instant of the store's clock (epoch milliseconds). */
export type SessionEvent<Metadata extends object = JsonObject> =
  | { readonly type: 'created'; readonly at: number; readonly session: Session<Metadata> }
  /** Its deadline was moved by activity or by a renewal. */
  | { readonly type: 'renewed'; readonly at: number; readonly session: Session<Metadata> }
  /** It has a new id, which is that of `session`. */
  | { readonly type: 'rotated'; readonly at: number; readonly session: Session<Metadata>; readonly previousId: string }
  /** It came within its warning threshold. Once per approach: a moved deadline arms it again. */
  | { readonly type: 'expiring'; readonly at: number; readonly session: Session<Metadata> }
  /** A sweep ended it. `session.expiresAt` is the instant at which it had expired. */
  | {
      readonly type: 'expired';
      readonly at: number;
      readonly session: Session<Metadata>;
      readonly reason: 'idle' | 'absolute';
    }
  /** The application ended it: `deleted`, or `revoked` with the others of its user. */
  | {
      readonly type: 'deleted';
      readonly at: number;
      readonly session: Session<Metadata>;
      readonly reason: 'deleted' | 'revoked';
    }
  /** A newer session of its user took its place, as `evict-oldest` wants it. */
  | {
      readonly type: 'evicted';
      readonly at: number;
      readonly session: Session<Metadata>;
      readonly reason: 'evicted';
    }
  /** Its record was found corrupted and taken out of use. */
  | {
      readonly type: 'quarantined';
      readonly at: number;
      readonly record: QuarantinedRecord;
      readonly reason: 'quarantined';
    };

export type SessionEventType = SessionEvent['type'];

export const SESSION_EVENT_TYPES: readonly SessionEventType[] = [
  'created',
  'renewed',
  'rotated',
  'expiring',
  'expired',
  'deleted',
  'evicted',
  'quarantined',
];

/** An event of the type `Type`. */
export type SessionEventOf<Type extends SessionEventType, Metadata extends object = JsonObject> = Extract<
  SessionEvent<Metadata>,
  { readonly type: Type }
>;

/** An event after which the session is no more: what a store may keep until it has been handled. */
export type SessionEndEvent = SessionEventOf<'expired' | 'deleted' | 'evicted' | 'quarantined'>;

/** Why a session ended. */
export type EndReason = SessionEndEvent['reason'];

export function isEnd(type: SessionEventType): type is SessionEndEvent['type'] {
  return ENDS.has(type);
}

const ENDS: ReadonlySet<SessionEventType> = new Set<SessionEndEvent['type']>([
  'expired',
  'deleted',
  'evicted',
  'quarantined',
]);
