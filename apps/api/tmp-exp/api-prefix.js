/** Where the API lives; the probes and the docs stand outside. */
export const API_PREFIX = 'api/messaging';
/** Where the health report stands among the sessions; never a session id. */
export const HEALTH_SEGMENT = 'health';
//# sourceMappingURL=api-prefix.js.map