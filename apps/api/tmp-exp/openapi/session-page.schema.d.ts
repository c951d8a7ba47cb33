import { SessionSchema } from './session.schema.js';
export declare class SessionStatsSchema {
    readonly totalSessions: number;
    readonly activeSessions: number;
    readonly expiredSessions: number;
}
export declare class SessionPageSchema {
    readonly sessions: readonly Pick<SessionSchema, keyof SessionSchema>[];
    readonly total: number;
    readonly stats: Pick<SessionStatsSchema, keyof SessionStatsSchema>;
    readonly nextCursor?: string;
}
//# sourceMappingURL=session-page.schema.d.ts.map