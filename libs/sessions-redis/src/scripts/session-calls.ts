import {
  type Clock,
  type QuarantinedLookup,
  type QuarantinedRecord,
  type Session,
  type SessionLookup,
  expiryReason,
  lookupOfEnding,
} from 'nest-sessions/store';
import type { EndingLimits } from '../layout/ending-limits.js';
import { encodeEventLimits, type EventLimits } from '../layout/event-limits.js';
import { decodeEnding, decodeEntry, decodeSession, rawOf, type SessionStrings } from '../layout/record.js';
import type { Keys } from '../layout/keys.js';
import type { SessionReply } from './replies.js';
import { SCRIPTS, type Script } from './scripts.js';
import type { Shards } from './shards.js';

/** The answer to an operation on one session. `As` is what the script says about an existing session. */
export type Answer<As extends object> =
  (As & { readonly session: Session }) | Exclude<SessionLookup, { readonly state: 'active' }> | QuarantinedLookup;

export interface Decoded {
  readonly sessions: readonly Session[];
  readonly quarantined: readonly QuarantinedRecord[];
}

interface CallOptions {
  readonly clock: Clock | undefined;
  readonly quarantineRetentionMs: number;
  readonly endings: EndingLimits;
  readonly events: EventLimits | undefined;
}

const UNKNOWN = { state: 'unknown' } as const;

/** Runs the scripts on sessions, decodes their replies, and quarantines what can't be decoded. */
export class SessionCalls {
  readonly #clock: Clock | undefined;
  readonly #constants: readonly string[];

  constructor(
    private readonly shards: Shards,
    private readonly keys: Keys,
    { clock, quarantineRetentionMs, endings, events }: CallOptions,
  ) {
    this.#clock = clock;
    const kept = [quarantineRetentionMs, endings.rememberMs, endings.most].map(String).join(' ');
    this.#constants = [kept, encodeEventLimits(events)];
  }

  /** Runs a script on the session of an id. The answer has the id that the caller gave. */
  async one<As extends object>(
    script: Script<SessionReply<As>>,
    id: string,
    ...args: readonly string[]
  ): Promise<Answer<As>> {
    const stored = this.keys.storedId(id);
    if (stored === undefined) {
      await this.shards.check();
      return UNKNOWN;
    }
    const reply = await this.run(script, [stored.shard], stored.id, ...args);
    if (reply.code === 'unknown') return UNKNOWN;
    if (reply.code === 'ended') return lookupOfEnding(decodeEnding(reply.ending), reply.asOf);
    if (reply.code === 'quarantined') return { state: 'quarantined', record: decodeEntry(reply.entry) };
    const decoded = decodeSession(reply.session, id);
    if (!decoded.ok) {
      return this.#quarantine(reply.session, decoded.problem, reply.code === 'found' && reply.removed);
    }
    const { session } = decoded;
    if (reply.code === 'found') return { ...reply.as, session };
    return { state: 'expired', expiredAt: session.expiresAt, reason: expiryReason(session), asOf: reply.asOf };
  }

  /** Decodes sessions, and the entries of records that the script has quarantined. */
  async all(sessions: readonly SessionStrings[], entries: readonly string[], removed: boolean): Promise<Decoded> {
    const decoded: Session[] = [];
    const quarantined = entries.map(decodeEntry);
    for (const strings of sessions) {
      const one = decodeSession(strings);
      if (one.ok) {
        decoded.push(one.session);
        continue;
      }
      const found = await this.#quarantine(strings, one.problem, removed);
      if (found.state === 'quarantined') quarantined.push(found.record);
    }
    return { sessions: decoded, quarantined };
  }

  run<Reply>(script: Script<Reply>, shards: readonly number[], ...args: readonly string[]): Promise<Reply> {
    return this.shards.run(script, shards, [this.#instant(), ...this.#constants, ...args]);
  }

  /** Runs a script on all shards, in one call for each group. */
  ofAll<Reply>(script: Script<Reply>, ...args: readonly string[]): Promise<Reply[]> {
    return this.shards.ofAll(script, this.#instant(), ...this.#constants, ...args);
  }

  async #quarantine(
    strings: SessionStrings,
    problem: string,
    removed: boolean,
  ): Promise<QuarantinedLookup | typeof UNKNOWN> {
    const [id = '', , , , , , handle = ''] = strings;
    const raw = removed ? rawOf(strings) : '';
    const reply = await this.run(SCRIPTS.quarantine, [this.keys.shardOfId(id) ?? 0], id, problem, id, raw, handle);
    return reply.code === 'quarantined' ? { state: 'quarantined', record: decodeEntry(reply.entry) } : UNKNOWN;
  }

  #instant(): string {
    return this.#clock === undefined ? '' : String(this.#clock.now());
  }
}
