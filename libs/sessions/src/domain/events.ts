import type { JsonObject } from './json.js';
import type { QuarantinedRecord, Session } from './session.js';

/** Something that happened to a session, at an instant of the store's clock (epoch milliseconds). A store knows no kinds. */
export type StoreEvent<Metadata extends object = JsonObject> =
  | { readonly type: 'created'; readonly at: number; readonly session: Session<Metadata> }
  /** Activity or a renewal moved its deadline. */
  | { readonly type: 'renewed'; readonly at: number; readonly session: Session<Metadata> }
  /** The session has a new id: `session.id`. */
  | { readonly type: 'rotated'; readonly at: number; readonly session: Session<Metadata>; readonly previousId: string }
  /** A user signed in. The session belongs to the user and has a new id: `session.id`. */
  | {
      readonly type: 'signed-in';
      readonly at: number;
      readonly session: Session<Metadata>;
      readonly previousId: string;
    }
  /** A request with its id came from another client than the one that it is bound to: see `guard.bind`. */
  | { readonly type: 'mismatched'; readonly at: number; readonly session: Session<Metadata> }
  /**
   * An id was used that a rotation had replaced more than ten seconds before, grace included: somebody may have stolen it.
   * `userId` is the user of the session, which is still active, unless `onReuse` ends it. At most one event a minute for each
   * id and instance.
   */
  | {
      readonly type: 'reused';
      readonly at: number;
      readonly handle: string;
      readonly userId: string | undefined;
      readonly previousId: string;
    }
  /** It reached its warning threshold. The event comes again only if the deadline moves in between. */
  | { readonly type: 'expiring'; readonly at: number; readonly session: Session<Metadata> }
  /** A sweep removed it after it had expired. It expired at `session.expiresAt`. */
  | {
      readonly type: 'expired';
      readonly at: number;
      readonly session: Session<Metadata>;
      readonly reason: 'idle' | 'absolute';
    }
  /**
   * The application ended it. The reason is the one that the application gave; without one it is `revoked` if all sessions
   * of the user ended, else `deleted`.
   */
  | {
      readonly type: 'deleted';
      readonly at: number;
      readonly session: Session<Metadata>;
      readonly reason: string;
      /** Who ended it, if the application said so. */
      readonly by?: string;
    }
  /** It was ended to make room for a newer session of its user. The policy `evict-oldest` does that. */
  | {
      readonly type: 'evicted';
      readonly at: number;
      readonly session: Session<Metadata>;
      readonly reason: 'evicted';
    }
  /** Its record was corrupted and was taken out of use. */
  | {
      readonly type: 'quarantined';
      readonly at: number;
      readonly record: QuarantinedRecord;
      readonly reason: 'quarantined';
    };

/** Something that happened to a session of a kind. */
export type SessionEvent<Metadata extends object = JsonObject> = StoreEvent<Metadata> & {
  /** The name of the module; `default` if it has none. */
  readonly kind: string;
};

export type SessionEventType = SessionEvent['type'];

export const SESSION_EVENT_TYPES: readonly SessionEventType[] = [
  'created',
  'renewed',
  'rotated',
  'signed-in',
  'mismatched',
  'reused',
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

/** An event that ends a session. A store may keep such an event until it has been handled. */
export type SessionEndEvent = Extract<StoreEvent, { readonly type: 'expired' | 'deleted' | 'evicted' | 'quarantined' }>;

export function isEnd(type: SessionEventType): type is SessionEndEvent['type'] {
  return ENDS.has(type);
}

const ENDS: ReadonlySet<SessionEventType> = new Set<SessionEndEvent['type']>([
  'expired',
  'deleted',
  'evicted',
  'quarantined',
]);
