import type { DurationField, TimeoutOptions, Timeouts } from 'nest-sessions';
import type { TimeoutConfigSchema } from '../openapi/timeout-config.schema.js';
/** The timeouts of a session on the wire. */
export type TimeoutConfig = Pick<TimeoutConfigSchema, keyof TimeoutConfigSchema>;
/** The name of a duration on the wire. */
export type DurationName = (typeof WIRE_NAMES)[DurationField];
/** The names of the durations on the wire. */
export declare const WIRE_NAMES: {
    readonly idleTimeoutMs: "timeoutMinutes";
    readonly absoluteTimeoutMs: "maxDurationMinutes";
    readonly warningThresholdMs: "warningThresholdMinutes";
};
export declare function timeoutConfig(timeouts: Timeouts): TimeoutConfig;
/** A timeout configuration of which a client sent some fields. */
export type TimeoutChangesRequest = {
    readonly [Field in keyof TimeoutConfig]?: TimeoutConfig[Field] | undefined;
};
/** The sent fields as the library takes them. */
export declare function timeoutOptions(sent: TimeoutChangesRequest): TimeoutOptions;
//# sourceMappingURL=timeout-config.d.ts.map