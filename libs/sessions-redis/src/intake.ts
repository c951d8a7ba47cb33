import type { QuarantinedLookup, QuarantinedRecord, Session } from 'nest-sessions/store';
import type { Keys } from './keys.js';
import type { Operations } from './operations.js';
import { decodeEntry, decodeSession, rawOf, type SessionTexts } from './record.js';
import type { SessionReply } from './replies.js';

/** A session that was found, or what became of the attempt. */
export type Found =
  { readonly state: 'found'; readonly session: Session } | QuarantinedLookup | { readonly state: 'unknown' };

export interface Taken {
  readonly sessions: readonly Session[];
  readonly quarantined: readonly QuarantinedRecord[];
}

/** Takes in what scripts hand over, and has set aside what turns out to be no session. */
export class Intake {
  constructor(
    private readonly operations: Operations,
    private readonly keys: Keys,
  ) {}

  /** `removed` says that the script has removed the record already. */
  async one(texts: SessionTexts, removed: boolean): Promise<Found> {
    const decoded = decodeSession(texts);
    if (decoded.ok) return { state: 'found', session: decoded.session };
    const [id = ''] = texts;
    const raw = removed ? rawOf(texts) : '';
    return setAsideIn(await this.operations.quarantine(this.keys.shardOfId(id) ?? 0, id, decoded.problem, { raw }));
  }

  async all(replies: readonly SessionTexts[], entries: readonly string[], removed: boolean): Promise<Taken> {
    const found = await Promise.all(replies.map((texts) => this.one(texts, removed)));
    return {
      sessions: found.flatMap((each) => (each.state === 'found' ? [each.session] : [])),
      quarantined: [
        ...entries.map(decodeEntry),
        ...found.flatMap((each) => (each.state === 'quarantined' ? [each.record] : [])),
      ],
    };
  }
}

function setAsideIn(reply: SessionReply): Found {
  return reply.code === 'quarantined'
    ? { state: 'quarantined', record: decodeEntry(reply.entry) }
    : { state: 'unknown' };
}
