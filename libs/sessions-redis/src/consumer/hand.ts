import type { SessionEndEvent } from 'nest-sessions/store';
import type { StreamEntry } from './event-streams.js';

/** An event that this consumer has taken and has neither acknowledged nor parked yet. */
export interface Held {
  readonly entry: StreamEntry;
  readonly event: SessionEndEvent;
  deliveries: number;
  /** Why it failed the last time. */
  reason: string;
  /** When it is tried again, by `performance.now()`; `undefined` while it is being handled. */
  dueAt: number | undefined;
  /** The stream has dropped it, so no other consumer can get it. */
  isAlone: boolean;
}

/** How many events may wait for their next attempt before no more are taken. */
const MOST_WAITING = 500;

/** The events in the hand of a consumer: being handled, or waiting for their next attempt. */
export class Hand {
  readonly #held = new Map<string, Held>();

  constructor(private readonly concurrency: number) {}

  get running(): number {
    return this.#held.size - this.waiting.length;
  }

  get waiting(): readonly Held[] {
    return [...this.#held.values()].filter(({ dueAt }) => dueAt !== undefined);
  }

  /** How many more handlers may begin. */
  get room(): number {
    return Math.max(0, this.concurrency - this.running);
  }

  /** How many new events may be taken. */
  get roomForNew(): number {
    return this.waiting.length < MOST_WAITING ? this.room : 0;
  }

  has(entry: StreamEntry): boolean {
    return this.#held.has(nameOf(entry));
  }

  take(entry: StreamEntry, event: SessionEndEvent): Held {
    const { deliveries } = entry;
    const held: Held = { entry, event, deliveries, reason: '', dueAt: undefined, isAlone: false };
    this.#held.set(nameOf(entry), held);
    return held;
  }

  drop({ entry }: Held): void {
    this.#held.delete(nameOf(entry));
  }

  /** The events whose next attempt is due, the longest due first. */
  due(now: number): readonly Held[] {
    const due = this.waiting.filter(({ dueAt }) => (dueAt ?? Infinity) <= now);
    return due.sort((one, other) => (one.dueAt ?? 0) - (other.dueAt ?? 0));
  }

  /** When the next attempt is due. */
  get nextDue(): number {
    return this.waiting.reduce((next, { dueAt }) => Math.min(next, dueAt ?? Infinity), Infinity);
  }

  /** The events that other consumers could take over. */
  byShard(): ReadonlyMap<number, readonly Held[]> {
    const shards = new Map<number, Held[]>();
    for (const held of this.#held.values()) {
      if (held.isAlone) continue;
      const those = shards.get(held.entry.shard);
      if (those === undefined) shards.set(held.entry.shard, [held]);
      else those.push(held);
    }
    return shards;
  }
}

/** The name of an event, the same in every group. */
export function nameOf({ shard, id }: { readonly shard: number; readonly id: string }): string {
  return `${String(shard)}:${id}`;
}
