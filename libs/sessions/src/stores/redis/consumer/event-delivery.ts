import type { SessionEvent } from '../../../domain/events.js';

/** An event that ends a session, or sets its record aside. */
export type SessionEndEvent = Extract<SessionEvent, { readonly type: 'expired' | 'deleted' | 'quarantined' }>;

export interface SessionEventDelivery {
  /** The same each time the event is delivered, and of no other event of the prefix: for what must not be done twice. */
  readonly id: string;
  readonly event: SessionEndEvent;
  /** How often it has been delivered, this time included. Above 1, an earlier handler may have done all or part already. */
  readonly deliveries: number;
}

export type SessionEventHandler = (delivery: SessionEventDelivery) => Promise<void>;

/** An event that is no longer tried, kept for an operator. */
export interface ParkedSessionEvent {
  /** Names it for `dropParked`. */
  readonly parkedId: string;
  /** As of its deliveries. */
  readonly id: string;
  /** `undefined` when the entry can't be read. */
  readonly event: SessionEndEvent | undefined;
  /** The entry as it stood in the stream: fields and values in turn. */
  readonly fields: readonly string[];
  readonly deliveries: number;
  /** The message of the last failure, or what is wrong with the entry. */
  readonly reason: string;
  readonly parkedAt: number;
}
