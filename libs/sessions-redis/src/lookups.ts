import {
  type ActiveRenewal,
  type RenewalLookup,
  type Session,
  type StoreLookup,
  expiryReason,
} from 'nest-sessions/store';
import type { Intake } from './intake.js';
import type { KeptIds } from './kept-ids.js';
import { decodeEntry, type SessionTexts } from './record.js';
import type { SessionReply } from './replies.js';

/** The change that was asked for does not go with the session as it is: its timeouts, or metadata written meanwhile. */
export interface Refused {
  readonly state: 'refused';
  readonly session: Session;
  readonly asOf: number;
}

/** What a script answered, with the texts of the session where it is active or refused. */
export interface Answer {
  readonly lookup: RenewalLookup | Refused;
  readonly texts: SessionTexts;
}

export type Ask = (shard: number, id: string) => Promise<SessionReply>;

/** Asks scripts about the session of an id. Answers carry the id that was asked by. */
export class Lookups {
  constructor(
    private readonly ids: KeptIds,
    private readonly intake: Intake,
  ) {}

  /** `removes` says that the script removes a session that it finds active. */
  async lookUp(id: string, ask: Ask, removes = false): Promise<Answer> {
    const kept = this.ids.of(id);
    if (kept === undefined) return UNKNOWN;
    const reply = await ask(kept.shard, kept.id);
    if (reply.code === 'unknown') return UNKNOWN;
    if (reply.code === 'quarantined') {
      return { lookup: { state: 'quarantined', record: decodeEntry(reply.entry) }, texts: [] };
    }
    const { asOf, renewed, session: texts } = reply;
    const found = await this.intake.one(texts, removes && reply.code === 'active');
    if (found.state !== 'found') return { lookup: found, texts: [] };
    const session = found.session.id === id ? found.session : { ...found.session, id };
    if (reply.code === 'active') return { lookup: { state: 'active', session, asOf, renewed }, texts };
    if (reply.code !== 'expired') return { lookup: { state: 'refused', session, asOf }, texts };
    const reason = expiryReason(session);
    return { lookup: { state: 'expired', expiredAt: session.expiresAt, reason, asOf }, texts: [] };
  }

  /** The same for a script that refuses nothing. */
  async renewal(id: string, ask: Ask, removes = false): Promise<RenewalLookup> {
    const { lookup } = await this.lookUp(id, ask, removes);
    if (lookup.state === 'refused') throw new Error('A script of the store refused what it can not refuse.');
    return lookup;
  }

  /** The same where nobody asks whether the deadline moved. */
  async plain(id: string, ask: Ask, removes = false): Promise<StoreLookup> {
    return plain(await this.renewal(id, ask, removes));
  }
}

const UNKNOWN: Answer = { lookup: { state: 'unknown' }, texts: [] };

export function plain(found: RenewalLookup): StoreLookup {
  return found.state === 'active' ? withoutRenewed(found) : found;
}

function withoutRenewed({ state, session, asOf }: ActiveRenewal): StoreLookup {
  return { state, session, asOf };
}
