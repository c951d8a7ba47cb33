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

/** Where the sessions of a test are, as options of a store and of its consumers. */
export type Place = ({ readonly client: RedisClient } | { readonly url: string }) & {
  readonly prefix: string;
  readonly shards?: number;
};

export type Changes = Partial<Omit<SessionEventConsumerOptions, 'client' | 'url' | 'connection'>>;

/** The consumers of a test. They keep what is delivered to them, and are stopped at the end of the test. */
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

  /** Creates sessions, each of another user, ends them, and returns their ids. */
  async endSessions(count: number, user = (at: number): string => `user-${String(at)}`): Promise<string[]> {
    const created = await Promise.all(
      Array.from({ length: count }, (_, at) => this.store.create(newSession(user(at)))),
    );
    const ids = created.map(({ session }) => session.id);
    for (const id of ids) await this.store.delete(id);
    return ids;
  }

  /** The sessions whose events were delivered, one for each delivery. */
  get sessionIds(): string[] {
    return this.deliveries.map(({ event }) => ('session' in event ? event.session.id : event.record.id));
  }

  /** The sum of all reported numbers of dropped events. */
  get dropped(): number {
    const told = this.notices.flatMap((notice) => /^dropped: (\d+)$/.exec(notice)?.[1] ?? []);
    return told.reduce((sum, count) => sum + Number(count), 0);
  }

  async close(): Promise<void> {
    await Promise.all(this.#consumers.map((consumer) => consumer.stop()));
    await this.store.close();
  }
}

/** A handler that waits until the test releases it. */
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
