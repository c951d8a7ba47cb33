import type { Subscription } from 'rxjs';
import { isEnd, type SessionEvent } from '../domain/events.js';
import type { SessionStore, StoreFollower } from '../stores/session-store.js';
import type { ListenerDelivery } from './on-session-event.decorator.js';
import type { SessionEvents } from './session-events.js';

export interface EndingsFollowerOptions {
  /** What it throws is logged. */
  readonly handler: (event: SessionEvent, delivery: ListenerDelivery) => unknown;
  /** See `StoreFollowerOptions`. */
  readonly onMissed?: () => void;
}

/**
 * Follows the endings of a kind on this instance, from now on, whichever instance ended the session. `undefined` if the
 * store is shared and has no `follower`. Throws the errors of the store's `follower`.
 */
export function endingsFollower(
  store: SessionStore,
  events: SessionEvents,
  { handler, onMissed = () => undefined }: EndingsFollowerOptions,
): StoreFollower | undefined {
  if (store.shared !== true) return new OwnEndings(events, handler);
  return store.follower?.({
    handler: async ({ event, id, deliveries }) => {
      try {
        await handler({ ...event, kind: events.kind }, { id, deliveries });
      } catch (error) {
        events.listenerFailed(error);
      }
    },
    onMissed,
  });
}

/** The endings of a store that no other process shares: this instance causes them all. */
class OwnEndings implements StoreFollower {
  #subscription: Subscription | undefined;

  constructor(
    private readonly events: SessionEvents,
    private readonly handler: EndingsFollowerOptions['handler'],
  ) {}

  start(): Promise<void> {
    this.#subscription = this.events.events$.subscribe((event) =>
      isEnd(event.type) ? this.handler(event, this.events.nextDelivery()) : undefined,
    );
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.#subscription?.unsubscribe();
    return Promise.resolve();
  }
}
