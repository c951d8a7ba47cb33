import type { SessionEndEvent, SessionEventDelivery } from 'nest-sessions/store';

export type SessionEventHandler = (delivery: SessionEventDelivery) => Promise<void>;

/** An event that is no longer tried, kept for an operator. */
export interface ParkedSessionEvent {
  /** The id to pass to `dropParked`. */
  readonly parkedId: string;
  /** The same `id` as in the event's deliveries. */
  readonly id: string;
  /** `undefined` when the entry can't be read. */
  readonly event: SessionEndEvent | undefined;
  /** The entry as it was in the stream: fields and values in turn. */
  readonly fields: readonly string[];
  readonly deliveries: number;
  /** The message of the last failure, or what is wrong with the entry. */
  readonly reason: string;
  readonly parkedAt: number;
}
