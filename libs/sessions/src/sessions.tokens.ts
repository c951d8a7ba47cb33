/** Injection tokens; `Symbol.for`, because one process may hold the package as ESM and as CommonJS. */

/** The `SessionStore` of the module. */
export const SESSION_STORE = Symbol.for('nest-sessions:store');

/** The options as the application gave them. */
export const SESSIONS_MODULE_OPTIONS = Symbol.for('nest-sessions:module-options');

/** The options checked and complete. */
export const SESSIONS_OPTIONS = Symbol.for('nest-sessions:options');

/** The `SchedulerRegistry` that holds the sweeper's interval. */
export const SWEEP_SCHEDULER = Symbol.for('nest-sessions:sweep-scheduler');

/** The kind of the module: its name, or `default`. */
export const SESSIONS_KIND = Symbol.for('nest-sessions:kind');

/*
 * What a module provides under a token of its kind, and to itself under the same token for every kind.
 */

export const OWN_STORE = Symbol.for('nest-sessions:own-store');
export const OWN_SERVICE = Symbol.for('nest-sessions:own-service');
export const OWN_SWEEPER = Symbol.for('nest-sessions:own-sweeper');
