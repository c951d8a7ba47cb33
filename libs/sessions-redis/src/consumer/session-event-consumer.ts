import { isSessionError, StoreUnavailableError } from 'nest-sessions/store';
import { Connection } from '../connection/connection.js';
import { Keys } from '../layout/keys.js';
import { Layout } from '../layout/layout.js';
import { EVENT_SCRIPTS } from '../scripts/scripts.js';
import { Shards } from '../scripts/shards.js';
import { resolveConsumerOptions, type SessionEventConsumerOptions } from './consumer-options.js';
import type { ParkedSessionEvent, SessionEventHandler } from './event-delivery.js';
import { EventLoop } from './event-loop.js';
import { EventStreams } from './event-streams.js';
import { EventWork, reasonOf } from './event-work.js';
import { Hand } from './hand.js';
import { NewEvents } from './new-events.js';
import { Notices } from './notices.js';
import { ParkedEvents } from './parked-events.js';
import { Pause } from './pause.js';

/** How many parked events a retry has handled. */
export interface RetriedSessionEvents {
  readonly handled: number;
  /** The events that failed again or can't be read. They stay parked. */
  readonly failed: number;
}

/**
 * Delivers every event of the Redis store to a handler at least once, however many instances share the work, and even if some
 * of them crash. The README has the details.
 *
 * @example
 * const consumer = new SessionEventConsumer({
 *   url: 'redis://localhost:6379',
 *   group: 'audit',
 *   handler: async ({ id, event }) => audit.write(id, event),
 * });
 * await consumer.start();
 */
export class SessionEventConsumer {
  readonly group: string;
  /** Its name in the group. */
  readonly name: string;
  readonly #connection: Connection;
  readonly #streams: EventStreams;
  readonly #parked: ParkedEvents;
  readonly #work: EventWork;
  readonly #loop: EventLoop;
  readonly #notices: Notices;
  readonly #handler: SessionEventHandler;
  readonly #newEvents: NewEvents;
  readonly #pause: Pause;
  #unlisten: () => void = () => undefined;
  #started: Promise<void> | undefined;
  #running: Promise<void> | undefined;
  #stopped: Promise<void> | undefined;

  /**
   * Connects on `start`. `newEvents` belongs to the store; its consumers share it. Throws `InvalidOptionsError`.
   *
   * @internal
   */
  constructor(options: SessionEventConsumerOptions, newEvents?: NewEvents) {
    const resolved = resolveConsumerOptions(options);
    const { prefix, shards, commandTimeoutMs, concurrency } = resolved;
    this.group = resolved.group;
    this.name = resolved.consumer;
    this.#handler = options.handler;
    this.#connection = new Connection(options, commandTimeoutMs);
    const keys = new Keys(prefix, shards);
    const [hand, pause] = [new Hand(concurrency), new Pause()];
    this.#notices = new Notices(options);
    const shardsOf = new Shards(this.#connection, keys, new Layout(keys));
    this.#streams = new EventStreams(shardsOf, resolved);
    this.#newEvents = newEvents ?? new NewEvents(shardsOf, resolved.pollIntervalMs);
    this.#pause = pause;
    this.#parked = new ParkedEvents(this.#streams, resolved, this.#notices);
    const [streams, notices] = [this.#streams, this.#notices];
    this.#work = new EventWork(streams, this.#parked, hand, resolved, this.#handler, notices, pause);
    this.#loop = new EventLoop(streams, this.#work, hand, resolved, notices, pause);
  }

  /**
   * Starts. Resolves once the group exists. If Redis can't be reached, resolves after the first attempt; more attempts
   * follow automatically. Throws `InvalidOptionsError` when the store has another number of shards.
   */
  start(): Promise<void> {
    if (this.#stopped !== undefined) {
      return Promise.reject(new StoreUnavailableError('This consumer has been stopped. Make a new one.'));
    }
    this.#started ??= this.#begin().catch((error: unknown) => {
      this.#started = undefined;
      throw error;
    });
    return this.#started;
  }

  /**
   * Takes no new events, waits up to `stopTimeout` for running handlers, leaves other events to the group, and leaves the
   * group. Never rejects.
   */
  stop(): Promise<void> {
    this.#stopped ??= this.#end();
    return this.#stopped;
  }

  /** How many events the group has still to handle, without those that are parked. Throws `StoreUnavailableError`. */
  async pending(): Promise<number> {
    const pending = await this.#streams.ofAll((group) => this.#streams.run(EVENT_SCRIPTS.pending, group));
    return pending.reduce((sum, count) => sum + count, 0);
  }

  /** The events that were parked first, at most `limit`. Throws `StoreUnavailableError`, as do the two below. */
  parked(limit = 100): Promise<readonly ParkedSessionEvent[]> {
    return this.#parked.list(limit);
  }

  /** Calls the handler of this consumer with parked events now, one after the other, oldest first, each once. */
  retryParked(limit = 100): Promise<RetriedSessionEvents> {
    return this.#work.track(this.#retry(limit));
  }

  /** Deletes parked events by their `parkedId`, and returns how many there were. */
  dropParked(parkedIds: readonly string[] | 'all'): Promise<number> {
    return parkedIds === 'all' ? this.#parked.dropAll() : this.#parked.drop(parkedIds);
  }

  async #begin(): Promise<void> {
    try {
      await this.#loop.prepare();
    } catch (error) {
      if (isSessionError(error) && error.code === 'INVALID_OPTIONS') throw error;
      this.#notices.unavailable(error);
    }
    this.#unlisten = this.#newEvents.listen((shards) => {
      this.#streams.note(shards);
      this.#pause.wake();
    });
    this.#running = this.#loop.run();
  }

  async #end(): Promise<void> {
    await this.#started?.catch(() => undefined);
    this.#unlisten();
    this.#loop.stop();
    await this.#running;
    this.#work.giveUp();
    if (this.#running !== undefined) await this.#streams.leave().catch(() => undefined);
    this.#notices.flush(true);
    await this.#connection.close();
  }

  async #retry(limit: number): Promise<RetriedSessionEvents> {
    let handled = 0;
    let failed = 0;
    for (const parked of await this.#parked.list(limit)) {
      if (this.#stopped !== undefined) break;
      if (await this.#retryOne(parked)) handled += 1;
      else failed += 1;
    }
    return { handled, failed };
  }

  async #retryOne(parked: ParkedSessionEvent): Promise<boolean> {
    const { id, event, deliveries, parkedId } = parked;
    if (event === undefined) return false;
    try {
      await this.#handler({ id, event, deliveries: deliveries + 1 });
    } catch (error) {
      await this.#parked.parkAgain(parked, reasonOf(error));
      return false;
    }
    await this.#parked.drop([parkedId]);
    return true;
  }
}
