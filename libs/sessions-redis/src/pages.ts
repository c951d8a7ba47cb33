import {
  type PageQuery,
  type QuarantinedRecord,
  type Session,
  type SessionCounts,
  type StorePage,
  isExpired,
} from 'nest-sessions/store';
import { sumOf } from './counts.js';
import { readCursor, writeCursor, type PagePlace } from './cursor.js';
import type { Intake } from './intake.js';
import type { Keys } from './keys.js';
import type { Operations, PageStep } from './operations.js';
import { encodeUser } from './record.js';
import type { CountsReply, PageReply } from './replies.js';

/** How many sessions one script looks at, which bounds how long it keeps Redis from others: see the README. */
const LOOKS_A_SCRIPT = 250;

/** How many sessions a page may pass over, because they have expired or are corrupted, before it ends short. */
const MOST_SKIPPED = 1000;

/** What has been gathered of a page. */
interface Draft {
  readonly sessions: Session[];
  readonly quarantined: QuarantinedRecord[];
  /** Records that the last counts still hold though they have been set aside meanwhile. */
  miscounted: number;
}

/** Where a page came to an end, with the counts of that instant for the shards of the last call. */
interface End {
  readonly next: PagePlace | undefined;
  readonly counts: CountsReply;
  readonly total: number | undefined;
}

/** Lists sessions page by page. */
export class Pages {
  constructor(
    private readonly operations: Operations,
    private readonly keys: Keys,
    private readonly groups: readonly (readonly number[])[],
    private readonly intake: Intake,
  ) {}

  /** Throws `InvalidPageError`. */
  async page({ limit, cursor, userId }: PageQuery): Promise<StorePage> {
    const draft: Draft = { sessions: [], quarantined: [], miscounted: 0 };
    const end =
      userId === undefined ? await this.#all(draft, limit, cursor) : await this.#user(draft, limit, cursor, userId);
    const isCounted = this.groups.length === 1 && draft.miscounted === 0;
    const counts = isCounted ? sumOf([end.counts]) : await this.#counts();
    const { asOf } = end.counts;
    return {
      sessions: draft.sessions.filter((session) => !isExpired(session, asOf)),
      total: end.total === undefined ? counts.active : end.total - draft.miscounted,
      counts,
      ...(end.next !== undefined && { nextCursor: writeCursor(end.next) }),
      quarantined: draft.quarantined,
      asOf,
    };
  }

  /** One call for a page that looks at few sessions, on a cluster one for each shard that it reaches into. */
  async #all(draft: Draft, limit: number, cursor: string | undefined): Promise<End> {
    const isAllowed = (shard: number): boolean => shard < this.keys.shards;
    let at = cursor === undefined ? { shard: 0, place: 0 } : readCursor(cursor, isAllowed);
    for (let calls = mostCalls(limit) + this.groups.length; ; calls -= 1) {
      const group = this.#groupOf(at.shard);
      const reply = await this.operations.list(group, this.#step(group, at, limit - draft.sessions.length));
      await this.#gather(draft, reply);
      const next = nextPlace(reply, group) ?? { shard: (group.at(-1) ?? 0) + 1, place: 0 };
      if (!isAllowed(next.shard)) return { next: undefined, counts: reply.counts, total: undefined };
      if (draft.sessions.length >= limit || calls <= 1) return { next, counts: reply.counts, total: undefined };
      at = next;
    }
  }

  async #user(draft: Draft, limit: number, cursor: string | undefined, userId: string): Promise<End> {
    const user = encodeUser(userId);
    const shard = this.keys.shardOfUser(user);
    const group = this.#groupOf(shard);
    let at = cursor === undefined ? { shard, place: 0 } : readCursor(cursor, (named) => named === shard);
    for (let calls = mostCalls(limit); ; calls -= 1) {
      const reply = await this.operations.listUser(group, this.#step(group, at, limit - draft.sessions.length), user);
      // Each reply tells the total anew.
      draft.miscounted = 0;
      await this.#gather(draft, reply);
      const next = nextPlace(reply, group);
      if (next === undefined || draft.sessions.length >= limit || calls <= 1) return { ...reply, next };
      at = next;
    }
  }

  #step(group: readonly number[], { shard, place }: PagePlace, limit: number): PageStep {
    return { at: group.indexOf(shard) + 1, place, limit, looks: LOOKS_A_SCRIPT };
  }

  async #gather(draft: Draft, reply: PageReply): Promise<void> {
    const taken = await this.intake.all(reply.sessions, reply.entries, false);
    draft.sessions.push(...taken.sessions);
    draft.quarantined.push(...taken.quarantined);
    draft.miscounted += reply.sessions.length - taken.sessions.length;
  }

  #groupOf(shard: number): readonly number[] {
    return this.groups.find((group) => group.includes(shard)) ?? [];
  }

  async #counts(): Promise<SessionCounts> {
    return sumOf(await Promise.all(this.groups.map((group) => this.operations.counts(group))));
  }
}

function nextPlace({ next }: PageReply, group: readonly number[]): PagePlace | undefined {
  return next === undefined ? undefined : { shard: group[next.at - 1] ?? 0, place: next.place };
}

function mostCalls(limit: number): number {
  return Math.ceil((limit + MOST_SKIPPED) / LOOKS_A_SCRIPT);
}
