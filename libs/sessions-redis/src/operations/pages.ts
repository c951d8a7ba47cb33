import {
  type PageQuery,
  type QuarantinedRecord,
  type Session,
  type SessionCounts,
  type StorePage,
  isExpired,
} from 'nest-sessions/store';
import type { Keys } from '../layout/keys.js';
import { bytesOf, escaped } from '../layout/record.js';
import type { CountsReply, PageReply } from '../scripts/replies.js';
import { SCRIPTS } from '../scripts/scripts.js';
import type { SessionCalls } from '../scripts/session-calls.js';
import type { Shards } from '../scripts/shards.js';
import { sumOf } from './counts.js';
import { readCursor, writeCursor, type PageStart } from './cursor.js';

/** How many sessions one script reads, which bounds how long it blocks Redis: see the README. */
const LOOKS_A_SCRIPT = 250;

/** A page ends once its sessions take this many bytes as JSON, and one script reads so many of them. */
const MOST_BYTES = 1024 * 1024;
const BYTES_A_SCRIPT = MOST_BYTES / 4;

/** How many expired or corrupted sessions a page may skip before it ends short. */
const MOST_SKIPPED = 1000;

/** The part of a page that has been read. */
interface Draft {
  readonly sessions: Session[];
  readonly quarantined: QuarantinedRecord[];
  bytes: number;
  /** Records that the last counts include, and that have been quarantined since. */
  miscounted: number;
}

/** Where a page ended, with the counts of that instant for the shards of the last call. */
interface End {
  readonly next: PageStart | undefined;
  readonly counts: CountsReply;
  readonly total: number | undefined;
}

/** Lists sessions page by page. */
export class Pages {
  constructor(
    private readonly calls: SessionCalls,
    private readonly keys: Keys,
    private readonly shards: Shards,
  ) {}

  /** Throws `InvalidPageError`. */
  async page({ limit, cursor, userId }: PageQuery): Promise<StorePage> {
    const draft: Draft = { sessions: [], quarantined: [], bytes: 0, miscounted: 0 };
    const end =
      userId === undefined ? await this.#all(draft, limit, cursor) : await this.#user(draft, limit, cursor, userId);
    const isCounted = this.shards.groups.length === 1 && draft.miscounted === 0;
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

  /** Usually one call; in a cluster one call for each shard that the page reaches. */
  async #all(draft: Draft, limit: number, cursor: string | undefined): Promise<End> {
    const isAllowed = (shard: number): boolean => shard < this.keys.shards;
    let at = cursor === undefined ? { shard: 0, position: 0 } : readCursor(cursor, isAllowed);
    for (let calls = mostCalls(limit) + this.shards.groups.length; ; calls -= 1) {
      const group = this.shards.groupOf(at.shard);
      const reply = await this.calls.run(SCRIPTS.list, group, ...pageArgs(group, at, limit, draft));
      await this.#gather(draft, reply);
      const next = startOf(reply, group) ?? { shard: (group.at(-1) ?? 0) + 1, position: 0 };
      if (!isAllowed(next.shard)) return { next: undefined, counts: reply.counts, total: undefined };
      if (isFull(draft, limit) || calls <= 1) return { next, counts: reply.counts, total: undefined };
      at = next;
    }
  }

  async #user(draft: Draft, limit: number, cursor: string | undefined, userId: string): Promise<End> {
    const user = escaped(userId);
    const shard = this.keys.shardOfUser(user);
    const group = this.shards.groupOf(shard);
    let at = cursor === undefined ? { shard, position: 0 } : readCursor(cursor, (named) => named === shard);
    for (let calls = mostCalls(limit); ; calls -= 1) {
      const reply = await this.calls.run(SCRIPTS.listUser, group, ...pageArgs(group, at, limit, draft), user);
      // Each reply has a new total.
      draft.miscounted = 0;
      await this.#gather(draft, reply);
      const next = startOf(reply, group);
      if (next === undefined || isFull(draft, limit) || calls <= 1) return { ...reply, next };
      at = next;
    }
  }

  async #gather(draft: Draft, reply: PageReply): Promise<void> {
    const decoded = await this.calls.all(reply.sessions, reply.entries, false);
    draft.sessions.push(...decoded.sessions);
    draft.quarantined.push(...decoded.quarantined);
    draft.bytes += reply.sessions.reduce((sum, strings) => sum + bytesOf(strings), 0);
    draft.miscounted += reply.sessions.length - decoded.sessions.length;
  }

  async #counts(): Promise<SessionCounts> {
    return sumOf(await this.calls.ofAll(SCRIPTS.counts));
  }
}

function pageArgs(
  group: readonly number[],
  { shard, position }: PageStart,
  limit: number,
  { sessions, bytes }: Draft,
): readonly string[] {
  const start = [String(group.indexOf(shard) + 1), String(position)];
  const mostBytes = String(Math.min(MOST_BYTES - bytes, BYTES_A_SCRIPT));
  return [String(limit - sessions.length), String(LOOKS_A_SCRIPT), ...start, mostBytes];
}

function isFull({ sessions, bytes }: Draft, limit: number): boolean {
  return sessions.length >= limit || bytes >= MOST_BYTES;
}

function startOf({ next }: PageReply, group: readonly number[]): PageStart | undefined {
  return next === undefined ? undefined : { shard: group[next.at - 1] ?? 0, position: next.position };
}

function mostCalls(limit: number): number {
  return Math.ceil((limit + MOST_SKIPPED) / LOOKS_A_SCRIPT) + MOST_BYTES / BYTES_A_SCRIPT;
}
