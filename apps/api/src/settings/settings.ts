import type { UserLimit } from 'nest-sessions';

/** The settings of the server, checked: durations in the unit of their name, cross rules hold. */
export interface Settings {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly store: StoreSettings;
  /** How many active sessions a user may have, and what one more does; `undefined` for no limit. */
  readonly maxPerUser: UserLimit | undefined;
  readonly sweepIntervalMs: number;
  readonly defaults: DefaultTimeouts;
  readonly bounds: TimeoutBounds;
  /** When set, all but the probes and the docs need it. */
  readonly apiKey: string | undefined;
  /** Requests a minute that one client address may make; 0 for no limit. */
  readonly rateLimitPerMinute: number;
}

/** Where sessions are kept. */
export type StoreSettings =
  | { readonly kind: 'memory'; readonly capacity: number }
  /** The URL may hold a password: it is never shown. */
  | { readonly kind: 'redis'; readonly url: string };

/** The timeouts of a session that asks for none, in minutes. */
export interface DefaultTimeouts {
  readonly timeoutMinutes: number;
  readonly maxDurationMinutes: number;
  readonly warningThresholdMinutes: number;
}

/** What a client may ask for, in minutes. */
export interface TimeoutBounds {
  readonly minTimeoutMinutes: number;
  readonly maxTimeoutMinutes: number;
  readonly maxDurationLimitMinutes: number;
}

/** The injection token of `Settings`. */
export const SETTINGS = Symbol('settings');
