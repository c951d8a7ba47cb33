/** Where the API lives; the probes and the docs stand outside. */
export declare const API_PREFIX = "api/messaging";
/** Where the health report stands among the sessions; never a session id. */
export declare const HEALTH_SEGMENT = "health";
//# sourceMappingURL=api-prefix.d.ts.map