import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ResolvedConsumerOptions } from './consumer-options.js';
import type { SessionEventHandler } from './event-delivery.js';
import { decodeEvent } from './event-fields.js';
import type { EventStreams, StreamEntry } from './event-streams.js';
import { nameOf, type Hand, type Held } from './hand.js';
import type { Notices } from './notices.js';
import type { ParkedEvents } from './parked-events.js';
import { backOff, type Pause } from './pause.js';

const ENDED_TOO_OFTEN = 'Each consumer that took it ended before its handler did.';

/** Handles events. In the end, each is acknowledged, is parked, or waits in the hand for its next attempt. */
export class EventWork {
  readonly #works = new Set<Promise<unknown>>();
  readonly #given = new AbortController();

  constructor(
    private readonly streams: EventStreams,
    private readonly parked: ParkedEvents,
    private readonly hand: Hand,
    private readonly options: ResolvedConsumerOptions,
    private readonly handler: SessionEventHandler,
    private readonly notices: Notices,
    private readonly pause: Pause,
  ) {
    // While Redis is away, at most as many events wait as there may be handlers.
    setMaxListeners(0, this.#given.signal);
  }

  /** How many tasks are running. */
  get size(): number {
    return this.#works.size;
  }

  /** Begins to handle an entry. Parks it if it can't be read or has been tried often enough. */
  take(entry: StreamEntry): void {
    if (this.hand.has(entry)) return;
    const decoded = decodeEvent(entry.fields);
    if (!decoded.ok) {
      this.#begin(this.#surely(() => this.#tryToPark(entry, entry.deliveries, decoded.problem)));
    } else if (entry.deliveries > this.options.attempts) {
      this.#begin(this.#surely(() => this.#tryToPark(entry, entry.deliveries - 1, ENDED_TOO_OFTEN)));
    } else {
      this.#begin(this.#handle(this.hand.take(entry, decoded.event)));
    }
  }

  /** Begins the next attempt to handle an event. */
  again(held: Held): void {
    this.#begin(this.#claimAndHandle(held));
  }

  /** Parks an event, in one attempt. */
  async park({ entry, deliveries, reason, isAlone }: Held): Promise<void> {
    await this.#tryToPark(entry, deliveries, reason, isAlone);
  }

  /** Counts a task of the caller among its own until it has ended. */
  async track<T>(work: Promise<T>): Promise<T> {
    this.#works.add(work);
    try {
      return await work;
    } finally {
      this.#works.delete(work);
      this.pause.wake();
    }
  }

  /** Stops retrying calls to Redis. Another consumer takes over those events. */
  giveUp(): void {
    this.#given.abort();
  }

  #begin(work: Promise<void>): void {
    this.track(work).catch((error: unknown) => this.notices.unavailable(error));
  }

  async #handle(held: Held): Promise<void> {
    const { entry, event, deliveries } = held;
    try {
      await this.handler({ id: nameOf(entry), event, deliveries });
    } catch (error) {
      await this.#failed(held, reasonOf(error));
      return;
    }
    await this.#surely(() => this.streams.acknowledge(entry.shard, entry.id));
    this.hand.drop(held);
  }

  async #failed(held: Held, reason: string): Promise<void> {
    const { attempts, retryDelayMs, maxRetryDelayMs } = this.options;
    held.reason = reason;
    if (held.deliveries < attempts) {
      held.dueAt = performance.now() + backOff(retryDelayMs, maxRetryDelayMs, held.deliveries - 1);
      return;
    }
    await this.#surely(() => this.park(held));
    this.hand.drop(held);
  }

  async #claimAndHandle(held: Held): Promise<void> {
    const { shard, id } = held.entry;
    held.dueAt = undefined;
    held.deliveries += 1;
    if (!held.isAlone) {
      try {
        const [state] = await this.streams.claim(shard, [{ id, idleMs: 0, deliveries: held.deliveries }]);
        held.isAlone = state === 'alone';
        if (state === 'taken') {
          this.hand.drop(held);
          return;
        }
      } catch (error) {
        this.notices.unavailable(error);
        held.deliveries -= 1;
        held.dueAt = performance.now() + this.options.retryDelayMs;
        return;
      }
    }
    await this.#handle(held);
  }

  async #tryToPark(entry: StreamEntry, deliveries: number, reason: string, isAlone = false): Promise<void> {
    const { shard, id, fields } = entry;
    const place = isAlone ? 'alone' : 'events';
    await this.parked.park({ place, shard, placeId: id, id, fields, deliveries, reason });
  }

  /** Repeats the call until it succeeds, or until `giveUp`. */
  async #surely(act: () => Promise<void>): Promise<void> {
    const { signal } = this.#given;
    for (let time = 0; !signal.aborted; time += 1) {
      try {
        await act();
        return;
      } catch (error) {
        this.notices.unavailable(error);
        await sleep(backOff(50, 2000, time), undefined, { signal }).catch(() => undefined);
      }
    }
  }
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
