import { wireSession } from './wire-session.js';
export function wirePage({ sessions, total, counts, nextCursor, asOf }) {
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
//# sourceMappingURL=wire-page.js.map