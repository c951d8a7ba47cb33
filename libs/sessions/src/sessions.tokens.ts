/** Injection tokens. `Symbol.for`, because one process may load the package as ESM and as CommonJS. */

/** The `SessionStore` of the module. */
export const SESSION_STORE = Symbol.for('nest-sessions:store');

/** The options that the application passes. */
export const SESSIONS_MODULE_OPTIONS = Symbol.for('nest-sessions:module-options');

/** The checked options with their defaults. */
export const SESSIONS_OPTIONS = Symbol.for('nest-sessions:options');

/** The `SchedulerRegistry` that holds the sweeper's interval. */
export const SWEEP_SCHEDULER = Symbol.for('nest-sessions:sweep-scheduler');

/** The kind of the module: its name, or `default`. */
export const SESSIONS_KIND = Symbol.for('nest-sessions:kind');

/*
 * The tokens by which a module of any kind injects its own providers.
 */

export const OWN_STORE = Symbol.for('nest-sessions:own-store');
export const OWN_SERVICE = Symbol.for('nest-sessions:own-service');
export const OWN_SWEEPER = Symbol.for('nest-sessions:own-sweeper');
export const OWN_HEALTH = Symbol.for('nest-sessions:own-health');
export const OWN_COOKIES = Symbol.for('nest-sessions:own-cookies');
export const OWN_REQUESTS = Symbol.for('nest-sessions:own-requests');

/** The instruments for metrics, or `undefined` if the application has no OpenTelemetry SDK. */
export const SESSION_INSTRUMENTS = Symbol.for('nest-sessions:instruments');
