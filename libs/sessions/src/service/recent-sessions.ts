import type { Session } from '../domain/session.js';
import type { SessionPage } from './session-page.js';

/** As many as one call of a store may give. */
const SESSIONS_PER_PAGE = 1000;

/** The sessions of a user that were active last, the latest first. Reads all pages. */
export async function recentSessions<Metadata extends object>(
  limit: number,
  pageAt: (query: { cursor: string | undefined; limit: number }) => Promise<SessionPage<Metadata>>,
): Promise<readonly Session<Metadata>[]> {
  let recent: readonly Session<Metadata>[] = [];
  for (let cursor: string | undefined; ;) {
    const { sessions, nextCursor } = await pageAt({ cursor, limit: SESSIONS_PER_PAGE });
    recent = [...recent, ...sessions].sort(byActivity).slice(0, limit);
    if (nextCursor === undefined) return recent;
    cursor = nextCursor;
  }
}

function byActivity(one: Session<object>, other: Session<object>): number {
  return other.lastActivityAt - one.lastActivityAt || other.createdAt - one.createdAt;
}
