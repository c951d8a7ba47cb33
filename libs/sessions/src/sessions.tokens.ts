/** Injection tokens; `Symbol.for`, because one process may hold the package as ESM and as CommonJS. */

/** The `SessionStore` of the module. */
export const SESSION_STORE = Symbol.for('nest-sessions:store');

/** The options as the application gave them. */
export const SESSIONS_MODULE_OPTIONS = Symbol.for('nest-sessions:module-options');

/** The options checked and complete. */
export const SESSIONS_OPTIONS = Symbol.for('nest-sessions:options');

/** The `SchedulerRegistry` that holds the sweeper's interval. */
export const SWEEP_SCHEDULER = Symbol.for('nest-sessions:sweep-scheduler');

/** The instruments for metrics, or `undefined` if the application has no OpenTelemetry SDK. */
export const SESSION_INSTRUMENTS = Symbol.for('nest-sessions:instruments');
