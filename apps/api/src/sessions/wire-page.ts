import type { SessionPage } from 'nest-sessions';
import type { SessionPageSchema } from '../openapi/session-page.schema.js';
import { wireSession } from './wire-session.js';

/** One page of active sessions on the wire. */
export type WirePage = Pick<SessionPageSchema, keyof SessionPageSchema>;

export function wirePage({ sessions, total, counts, nextCursor, asOf }: SessionPage): WirePage {
  return {
    sessions: sessions.flatMap((session) => wireSession(session, asOf) ?? []),
    total,
    stats: {
      totalSessions: counts.active + counts.expired,
      activeSessions: counts.active,
      expiredSessions: counts.expired,
    },
    ...(nextCursor !== undefined && { nextCursor }),
  };
}
