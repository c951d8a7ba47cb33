import { list, strings } from '../scripts/replies.js';
import { EVENT_SCRIPTS } from '../scripts/scripts.js';
import type { ResolvedConsumerOptions } from './consumer-options.js';
import type { ParkedSessionEvent } from './event-delivery.js';
import { decodeEvent } from './event-fields.js';
import type { EventStreams } from './event-streams.js';
import { nameOf } from './hand.js';
import type { Notices } from './notices.js';

/** An event that is to be parked: pending with this consumer, parked already, or in its memory alone. */
export interface Parking {
  readonly place: 'events' | 'parked' | 'alone';
  readonly shard: number;
  /** Its id in that place. */
  readonly placeId: string;
  /** Its id in the stream of events. */
  readonly id: string;
  readonly fields: readonly string[];
  readonly deliveries: number;
  readonly reason: string;
}

/** The fields that an entry has before those of the event, each with its value. */
const OWN_FIELDS = ['entry', 'deliveries', 'reason'] as const;
const LONGEST_REASON = 500;
const MOST_AT_ONCE = 500;

/** The events that are no longer tried, in a bounded stream of each shard. */
export class ParkedEvents {
  constructor(
    private readonly streams: EventStreams,
    private readonly options: ResolvedConsumerOptions,
    private readonly notices: Notices,
  ) {}

  /** Parks an event, in one step. Does nothing if the event is no longer in that place. */
  async park({ place, shard, placeId, id, fields, deliveries, reason }: Parking): Promise<void> {
    const own = ['entry', id, 'deliveries', String(deliveries), 'reason', reason.slice(0, LONGEST_REASON)];
    const { maxParkedBytes, maxParkedAgeMs } = this.options;
    const args = [place, placeId, String(maxParkedBytes), String(maxParkedAgeMs), ...own, ...withoutOffset(fields)];
    const [isParked, dropped] = await this.streams.run(EVENT_SCRIPTS.park, [shard], ...args);
    if (isParked === 1 && place !== 'parked') this.notices.parked(1);
    this.notices.dropped(Number(dropped));
  }

  /** The events that were parked first. */
  async list(limit: number): Promise<readonly ParkedSessionEvent[]> {
    const found = await this.streams.ofAll(async (group) => {
      const replies = await this.streams.run(EVENT_SCRIPTS.parked, group, String(limit));
      return replies.map((reply) => parkedOf(reply, group));
    });
    return found
      .flat()
      .sort((one, other) => one.parkedAt - other.parkedAt)
      .slice(0, limit);
  }

  /** Parks an event again that has failed once more. */
  async parkAgain(parked: ParkedSessionEvent, reason: string): Promise<void> {
    const { shard, id: placeId } = placeIn(parked.parkedId);
    const { fields, deliveries } = parked;
    const { id } = placeIn(parked.id);
    await this.park({ place: 'parked', shard, placeId, id, fields, deliveries: deliveries + 1, reason });
  }

  async drop(parkedIds: readonly string[]): Promise<number> {
    const shards = new Map<number, string[]>();
    for (const { shard, id } of parkedIds.map(placeIn)) {
      if (id !== '') shards.set(shard, [...(shards.get(shard) ?? []), id]);
    }
    const calls = [...shards].flatMap(([shard, ids]) => {
      const parts = Array.from({ length: Math.ceil(ids.length / MOST_AT_ONCE) }, (_, part) => part * MOST_AT_ONCE);
      return parts.map((from) => this.#drop(shard, ids.slice(from, from + MOST_AT_ONCE)));
    });
    return sumOf(await Promise.all(calls));
  }

  async dropAll(): Promise<number> {
    const shards = (await this.streams.ofAll((group) => Promise.resolve(group))).flat();
    return sumOf(await Promise.all(shards.map((shard) => this.#drop(shard, []))));
  }

  #drop(shard: number, ids: readonly string[]): Promise<number> {
    return this.streams.run(EVENT_SCRIPTS.dropParked, [shard], ...ids);
  }
}

function parkedOf(reply: unknown, shards: readonly number[]): ParkedSessionEvent {
  const [at, parkedId, all] = list(reply);
  const shard = shards[Number(at) - 1] ?? 0;
  const written = strings(all);
  const isOurs = OWN_FIELDS.every((name, place) => written[2 * place] === name);
  const [, id = '', , deliveries = '0', , reason = 'This was not parked by a consumer.'] = isOurs ? written : [];
  const fields = withoutOffset(isOurs ? written.slice(2 * OWN_FIELDS.length) : written);
  const decoded = decodeEvent(fields);
  return {
    parkedId: nameOf({ shard, id: String(parkedId) }),
    id: nameOf({ shard, id }),
    event: decoded.ok ? decoded.event : undefined,
    fields,
    deliveries: Number(deliveries),
    reason,
    parkedAt: Number.parseInt(String(parkedId)),
  };
}

/** Removes the offset at the end of an entry, because each stream has its own offsets. */
function withoutOffset(fields: readonly string[]): readonly string[] {
  return fields.at(-2) === 'offset' ? fields.slice(0, -2) : fields;
}

/** Reads what `nameOf` writes; an id that no parked event has is empty. */
function placeIn(name: string): { readonly shard: number; readonly id: string } {
  const [, shard, id = ''] = /^(\d{1,3}):(\d+-\d+)$/.exec(name) ?? [];
  return { shard: Number(shard ?? 0), id };
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
