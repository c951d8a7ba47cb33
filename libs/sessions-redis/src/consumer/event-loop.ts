import type { ResolvedConsumerOptions } from './consumer-options.js';
import type { Batch, EventStreams, StreamEntry } from './event-streams.js';
import type { EventWork } from './event-work.js';
import type { Hand, Held } from './hand.js';
import type { Notices } from './notices.js';
import { backOff, type Pause } from './pause.js';

const SHORTEST_PAUSE_MS = 10;
const LONGEST_PAUSE_IN_OUTAGE_MS = 2000;

/** The longest pause. After it, counts that were held back are reported. */
const LONGEST_PAUSE_MS = 1000;

/** How often a consumer claims its events again within `takeOverAfter`, so that no other consumer takes them over. */
const SIGNS_OF_LIFE = 3;

/** Fetches events for as long as it is not stopped, one call after the other. */
export class EventLoop {
  #isPrepared = false;
  #stopAt: number | undefined;
  /** How many times in a row it failed. */
  #failures = 0;
  #careAt = 0;
  #takeOverFrom = 0;
  #cares = 0;
  #isMoreToTakeOver = false;

  constructor(
    private readonly streams: EventStreams,
    private readonly work: EventWork,
    private readonly hand: Hand,
    private readonly options: ResolvedConsumerOptions,
    private readonly notices: Notices,
    private readonly pause: Pause,
  ) {}

  /** Throws `InvalidOptionsError`, or `StoreUnavailableError`. */
  async prepare(): Promise<void> {
    await this.streams.begin();
    this.#isPrepared = true;
  }

  /** Resolves once it has been stopped and the handlers have ended or have used up their time. Never rejects. */
  async run(): Promise<void> {
    while (!this.#isOver()) {
      const pauseMs = await this.#step();
      this.notices.flush();
      await this.pause.wait(pauseMs);
    }
    await this.#release().catch(() => undefined);
  }

  stop(): void {
    this.#stopAt = performance.now();
    this.pause.wake();
  }

  #isOver(): boolean {
    if (this.#stopAt === undefined) return false;
    return this.work.size === 0 || performance.now() >= this.#stopAt + this.options.stopTimeoutMs;
  }

  async #step(): Promise<number> {
    try {
      if (!this.#isPrepared) await this.prepare();
      await this.#care();
      if (this.#stopAt === undefined) await this.#fetch();
      else await this.#release();
      this.#failures = 0;
      return this.#pauseNow();
    } catch (error) {
      this.notices.unavailable(error);
      // After an outage, all events look abandoned until their consumers have claimed them again.
      this.#takeOverFrom = performance.now() + this.options.takeOverAfterMs;
      this.#failures += 1;
      const longest = Math.min(LONGEST_PAUSE_IN_OUTAGE_MS, this.options.takeOverAfterMs / 4);
      return backOff(SHORTEST_PAUSE_MS, longest, this.#failures);
    }
  }

  /** Claims the events in hand again, then takes over abandoned ones. */
  async #care(): Promise<void> {
    const now = performance.now();
    const isTime = now >= this.#careAt;
    if (!isTime && !(this.#isMoreToTakeOver && this.hand.room > 0)) return;
    await this.#holdOn();
    this.#careAt = now + this.options.takeOverAfterMs / SIGNS_OF_LIFE;
    if (this.#stopAt !== undefined || now < this.#takeOverFrom) return;
    const { room } = this.hand;
    this.#isMoreToTakeOver = room === 0;
    if (room === 0) return;
    if (isTime && this.#cares++ % SIGNS_OF_LIFE === 0) this.streams.noteNext();
    const batch = await this.streams.takeOver(room);
    this.#isMoreToTakeOver = batch.entries.length === room;
    await this.#takeIn(batch);
    if (batch.failure !== undefined) throw batch.failure;
  }

  async #holdOn(): Promise<void> {
    const shards = [...this.hand.byShard()];
    await Promise.all(
      shards.map(async ([shard, those]) => {
        const claims = those.map(({ entry, deliveries }) => ({ id: entry.id, idleMs: 0, deliveries }));
        const states = await this.streams.claim(shard, claims);
        for (const [at, held] of those.entries()) {
          if (states[at] === 'alone') held.isAlone = true;
          if (states[at] === 'taken' && held.dueAt !== undefined) this.hand.drop(held);
        }
      }),
    );
  }

  async #fetch(): Promise<void> {
    const due = this.hand.due(performance.now()).slice(0, this.hand.room);
    const most = Math.min(this.hand.roomForNew, this.hand.room - due.length);
    const batch = most > 0 && this.streams.hasUnread ? await this.streams.read(most) : undefined;
    if (batch !== undefined) await this.#takeIn(batch);
    if (this.#stopAt === undefined) for (const held of due) this.work.again(held);
    if (batch?.failure !== undefined) throw batch.failure;
  }

  async #takeIn({ entries, dropped }: Batch): Promise<void> {
    this.notices.dropped(dropped);
    if (this.#stopAt !== undefined) return this.#giveBack(entries);
    for (const entry of entries) this.work.take(entry);
  }

  /** Events that arrive after the consumer was stopped count as never delivered. */
  async #giveBack(entries: readonly StreamEntry[]): Promise<void> {
    const idleMs = this.options.takeOverAfterMs;
    await Promise.all(
      entries.map(({ shard, id, deliveries }) =>
        this.streams.claim(shard, [{ id, idleMs, deliveries: deliveries - 1 }]),
      ),
    );
  }

  /** Leaves events that wait for their next attempt to other consumers, which take them over when they are due. */
  async #release(): Promise<void> {
    await Promise.all(this.hand.waiting.map((held) => this.#releaseOne(held)));
  }

  async #releaseOne(held: Held): Promise<void> {
    const { entry, deliveries, dueAt = 0 } = held;
    if (!held.isAlone) {
      const idleMs = Math.max(0, this.options.takeOverAfterMs - Math.max(0, dueAt - performance.now()));
      const [state] = await this.streams.claim(entry.shard, [{ id: entry.id, idleMs, deliveries }]);
      held.isAlone = state === 'alone';
    }
    if (held.isAlone) await this.work.park(held);
    this.hand.drop(held);
  }

  /** Pauses until something is due. New events, and handlers that have ended, end the pause earlier. */
  #pauseNow(): number {
    if (this.#stopAt === undefined && this.streams.hasUnread && this.hand.roomForNew > 0) return 0;
    const now = performance.now();
    const next = this.hand.room > 0 ? this.hand.nextDue : Infinity;
    const end = (this.#stopAt ?? Infinity) + this.options.stopTimeoutMs;
    return Math.max(1, Math.min(LONGEST_PAUSE_MS, next - now, this.#careAt - now, end - now));
  }
}
