export declare const SESSIONS_PATH = "api/messaging/sessions";
export declare const HEALTH_PATH = "api/messaging/sessions/health";
export declare const LIVE_PATH = "health/live";
export declare const READY_PATH = "health/ready";
//# sourceMappingURL=paths.d.ts.map