import type { JsonObject } from '../domain/json.js';
import type { Session, SessionCounts } from '../domain/session.js';

export interface ListSessions {
  readonly userId?: string | undefined;
  /** 1 to 1000. Default 100. */
  readonly limit?: number | undefined;
  /** The `nextCursor` of the previous page. */
  readonly cursor?: string | undefined;
}

export interface SessionPage<Metadata extends object = JsonObject> {
  readonly sessions: readonly Session<Metadata>[];
  /** The number of matching active sessions on all pages. */
  readonly total: number;
  /** Counts of the whole store at the same instant. */
  readonly counts: SessionCounts;
  readonly nextCursor?: string;
  readonly asOf: number;
}
