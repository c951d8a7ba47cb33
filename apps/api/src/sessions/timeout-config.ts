import type { DurationField, TimeoutOptions, Timeouts } from 'nest-sessions';
import type { TimeoutConfigSchema } from '../openapi/timeout-config.schema.js';
import { minutesToMs, msToMinutes } from '../settings/minutes.js';

/** The timeouts of a session on the wire. */
export type TimeoutConfig = Pick<TimeoutConfigSchema, keyof TimeoutConfigSchema>;

/** The name of a duration on the wire. */
export type DurationName = (typeof WIRE_NAMES)[DurationField];

/** The names of the durations on the wire. */
export const WIRE_NAMES = {
  idleTimeoutMs: 'timeoutMinutes',
  absoluteTimeoutMs: 'maxDurationMinutes',
  warningThresholdMs: 'warningThresholdMinutes',
} as const satisfies Record<DurationField, keyof TimeoutConfig>;

export function timeoutConfig(timeouts: Timeouts): TimeoutConfig {
  return {
    timeoutMinutes: msToMinutes(timeouts.idleTimeoutMs),
    autoRenew: timeouts.autoRenew,
    maxDurationMinutes: msToMinutes(timeouts.absoluteTimeoutMs),
    warningThresholdMinutes: msToMinutes(timeouts.warningThresholdMs),
  };
}

/** A timeout configuration of which a client sent some fields. */
export type TimeoutChangesRequest = { readonly [Field in keyof TimeoutConfig]?: TimeoutConfig[Field] | undefined };

/** The sent fields as the library takes them. */
export function timeoutOptions(sent: TimeoutChangesRequest): TimeoutOptions {
  const { timeoutMinutes, autoRenew, maxDurationMinutes, warningThresholdMinutes } = sent;
  return {
    ...(timeoutMinutes !== undefined && { idleTimeout: minutesToMs(timeoutMinutes) }),
    ...(autoRenew !== undefined && { autoRenew }),
    ...(maxDurationMinutes !== undefined && { absoluteTimeout: minutesToMs(maxDurationMinutes) }),
    ...(warningThresholdMinutes !== undefined && { warningThreshold: minutesToMs(warningThresholdMinutes) }),
  };
}
