import type { SessionPage } from 'nest-sessions';
import { SessionDto } from './session.dto.js';
export declare class SessionStatsDto {
    readonly totalSessions: number;
    readonly activeSessions: number;
    readonly expiredSessions: number;
}
/** One page of active sessions on the wire. */
export declare class SessionPageDto {
    readonly sessions: readonly SessionDto[];
    readonly total: number;
    readonly stats: SessionStatsDto;
    readonly nextCursor?: string;
}
export declare function toSessionPageDto({ sessions, total, counts, nextCursor, asOf }: SessionPage): SessionPageDto;
//# sourceMappingURL=session-page.dto.d.ts.map