import { setImmediate } from 'node:timers/promises';
import type { Session, SessionLookup } from '../domain/session.js';

/** How many sessions are read before the event loop gets a turn. */
const SESSIONS_PER_STEP = 250;

interface Page<Metadata extends object> {
  readonly sessions: readonly Session<Metadata>[];
  readonly asOf: number;
  readonly nextCursor?: string;
}

/** Looks through the sessions of a user for a handle, page by page. */
export async function findByHandle<Metadata extends object>(
  handle: string,
  pageAt: (query: { cursor: string | undefined; limit: number }) => Promise<Page<Metadata>>,
): Promise<SessionLookup<Metadata>> {
  for (let cursor: string | undefined; ;) {
    const { sessions, nextCursor, asOf } = await pageAt({ cursor, limit: SESSIONS_PER_STEP });
    const session = sessions.find((one) => one.handle === handle);
    if (session) return { state: 'active', session, asOf };
    if (nextCursor === undefined) return { state: 'unknown' };
    cursor = nextCursor;
    await setImmediate();
  }
}
