import { isSessionError, type StoreFollower, type StoreFollowerOptions } from 'nest-sessions/store';
import { EVENT_SCRIPTS } from '../scripts/scripts.js';
import type { Shards } from '../scripts/shards.js';
import { decodeEvent } from './event-fields.js';
import { nameOf } from './hand.js';
import type { NewEvents } from './new-events.js';
import { backOff, Pause } from './pause.js';

/** How many handlers may run at the same time. */
const CONCURRENCY = 16;

/** New events end a pause earlier. */
const LONGEST_PAUSE_MS = 60_000;

/** Delivers all endings from now on to this instance. It keeps its place in each stream in memory, and belongs to no group. */
export class EventFollower implements StoreFollower {
  readonly #places = new Map<number, string>();
  readonly #unread: Set<number>;
  readonly #running = new Set<Promise<void>>();
  readonly #pause = new Pause();
  #unlisten: () => void = () => undefined;
  #loop: Promise<void> | undefined;
  #hasMissed = false;
  #isStopped = false;

  constructor(
    private readonly shards: Shards,
    private readonly newEvents: NewEvents,
    private readonly options: StoreFollowerOptions,
  ) {
    this.#unread = new Set(shards.groups.flat());
  }

  /** Resolves after a first attempt if Redis can't be reached. Throws `InvalidOptionsError` if Redis has another layout. */
  async start(): Promise<void> {
    try {
      await this.#readAll();
    } catch (error) {
      if (isSessionError(error) && error.code === 'INVALID_OPTIONS') throw error;
    }
    this.#unlisten = this.newEvents.listen((shards, afterOutage) => {
      if (afterOutage) this.#hasMissed = true;
      for (const shard of afterOutage ? this.shards.groups.flat() : shards) this.#unread.add(shard);
      this.#pause.wake();
    });
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#unlisten();
    this.#pause.wake();
    await this.#loop;
    await Promise.all(this.#running);
  }

  async #run(): Promise<void> {
    for (let failures = 0; !this.#isStopped;) {
      try {
        await this.#readAll();
        failures = 0;
        await this.#pause.wait(LONGEST_PAUSE_MS);
      } catch {
        failures += 1;
        await this.#pause.wait(backOff(50, 2000, failures - 1));
      }
    }
  }

  /** Reads new events while there is room for them. When a handler has ended, it reads the rest. */
  async #readAll(): Promise<void> {
    try {
      for (const group of this.shards.groups) await this.#readGroup(group);
    } catch (error) {
      this.#hasMissed = true;
      throw error;
    }
    if (!this.#hasMissed) return;
    this.#hasMissed = false;
    this.options.onMissed();
  }

  async #readGroup(group: readonly number[]): Promise<void> {
    for (;;) {
      const shards = group.filter((shard) => this.#unread.has(shard));
      const room = CONCURRENCY - this.#running.size;
      if (shards.length === 0 || room <= 0 || this.#isStopped) return;
      // A shard that is noted during the call stays noted.
      for (const shard of shards) this.#unread.delete(shard);
      try {
        await this.#read(shards, room);
      } catch (error) {
        for (const shard of shards) this.#unread.add(shard);
        throw error;
      }
    }
  }

  async #read(shards: readonly number[], room: number): Promise<void> {
    const places = shards.map((shard) => this.#places.get(shard) ?? '');
    const found = await this.shards.run(EVENT_SCRIPTS.follow, shards, [String(room), ...places]);
    let left = room;
    for (const [at, shard] of shards.entries()) {
      const reply = found[at];
      if (reply !== undefined) {
        this.#places.set(shard, reply.place);
        if (reply.missed) this.#hasMissed = true;
        for (const entry of reply.entries) this.#handle(shard, entry.id, entry.fields);
        left -= reply.entries.length;
      }
      if (left === 0) this.#unread.add(shard);
    }
  }

  #handle(shard: number, id: string, fields: readonly string[]): void {
    const decoded = decodeEvent(fields);
    if (!decoded.ok) {
      this.#hasMissed = true;
      return;
    }
    const work = this.options
      .handler({ id: nameOf({ shard, id }), event: decoded.event, deliveries: 1 })
      .catch(() => undefined)
      .finally(() => {
        this.#running.delete(work);
        this.#pause.wake();
      });
    this.#running.add(work);
  }
}
