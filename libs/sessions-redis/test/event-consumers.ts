import type { NewSession, SessionEventDelivery } from 'nest-sessions/store';
import {
  type EventStreamOptions,
  RedisSessionStore,
  SessionEventConsumer,
  type RedisClient,
  type SessionEventConsumerOptions,
} from '../src/index.js';

const HOUR = 3_600_000;

export const newSession = (userId: string): NewSession => ({
  userId,
  attributes: {},
  metadata: { user: userId },
  timeouts: { idleTimeoutMs: HOUR, absoluteTimeoutMs: 10 * HOUR, warningThresholdMs: 0, autoRenew: true },
});

/** Where consumers and the store of a test are, and how they get there. */
export type Place = ({ readonly client: RedisClient } | { readonly url: string }) & {
  readonly prefix: string;
  readonly shards?: number;
};

export type Changes = Partial<Omit<SessionEventConsumerOptions, 'client' | 'url' | 'connection'>>;

/** The consumers of a test, which note what they are handed and are stopped at its end. */
export class EventConsumers {
  readonly deliveries: (SessionEventDelivery & { readonly by: string; readonly atMs: number })[] = [];
  readonly notices: string[] = [];
  readonly #consumers: SessionEventConsumer[] = [];
  readonly store: RedisSessionStore;

  constructor(
    private readonly place: Place,
    events: EventStreamOptions = {},
  ) {
    this.store = new RedisSessionStore({ ...place, events });
  }

  /** A consumer of the group `test`; its handler is called after the delivery has been noted. */
  make(changes: Changes = {}): SessionEventConsumer {
    const { handler, ...rest } = changes;
    const note = (what: string) => (value: unknown) => {
      this.notices.push(`${what}: ${value instanceof Error ? value.message : String(value)}`);
    };
    const consumer: SessionEventConsumer = new SessionEventConsumer({
      group: 'test',
      takeOverAfter: '5s',
      pollInterval: 20,
      retryDelay: 20,
      stopTimeout: '2s',
      onDropped: note('dropped'),
      onParked: note('parked'),
      onUnavailable: note('unavailable'),
      ...this.place,
      ...rest,
      handler: async (delivery) => {
        this.deliveries.push({ ...delivery, by: consumer.name, atMs: performance.now() });
        await handler?.(delivery);
      },
    });
    this.#consumers.push(consumer);
    return consumer;
  }

  async start(changes: Changes = {}): Promise<SessionEventConsumer> {
    const consumer = this.make(changes);
    await consumer.start();
    return consumer;
  }

  /** Creates sessions of as many users and ends them; gives their ids. */
  async endSessions(count: number, user = (at: number): string => `user-${String(at)}`): Promise<string[]> {
    const created = await Promise.all(
      Array.from({ length: count }, (_, at) => this.store.create(newSession(user(at)))),
    );
    const ids = created.map(({ session }) => session.id);
    for (const id of ids) await this.store.delete(id);
    return ids;
  }

  /** The sessions whose events have been handed over, one for each delivery. */
  get sessionIds(): string[] {
    return this.deliveries.map(({ event }) => ('session' in event ? event.session.id : event.record.id));
  }

  /** The numbers of dropped events that were told, together. */
  get dropped(): number {
    const told = this.notices.flatMap((notice) => /^dropped: (\d+)$/.exec(notice)?.[1] ?? []);
    return told.reduce((sum, count) => sum + Number(count), 0);
  }

  async close(): Promise<void> {
    await Promise.all(this.#consumers.map((consumer) => consumer.stop()));
    await this.store.close();
  }
}

/** A handler that waits until it is let go. */
export class Gate {
  #open: () => void = () => undefined;
  readonly #opened = new Promise<void>((resolve) => {
    this.#open = resolve;
  });
  readonly wait = (): Promise<void> => this.#opened;

  open(): void {
    this.#open();
  }
}
