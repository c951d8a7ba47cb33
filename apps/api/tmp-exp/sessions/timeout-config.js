import { minutesToMs, msToMinutes } from '../settings/minutes.js';
/** The names of the durations on the wire. */
export const WIRE_NAMES = {
    idleTimeoutMs: 'timeoutMinutes',
    absoluteTimeoutMs: 'maxDurationMinutes',
    warningThresholdMs: 'warningThresholdMinutes',
};
export function timeoutConfig(timeouts) {
    return {
        timeoutMinutes: msToMinutes(timeouts.idleTimeoutMs),
        autoRenew: timeouts.autoRenew,
        maxDurationMinutes: msToMinutes(timeouts.absoluteTimeoutMs),
        warningThresholdMinutes: msToMinutes(timeouts.warningThresholdMs),
    };
}
/** The sent fields as the library takes them. */
export function timeoutOptions(sent) {
    const { timeoutMinutes, autoRenew, maxDurationMinutes, warningThresholdMinutes } = sent;
    return {
        ...(timeoutMinutes !== undefined && { idleTimeout: minutesToMs(timeoutMinutes) }),
        ...(autoRenew !== undefined && { autoRenew }),
        ...(maxDurationMinutes !== undefined && { absoluteTimeout: minutesToMs(maxDurationMinutes) }),
        ...(warningThresholdMinutes !== undefined && { warningThreshold: minutesToMs(warningThresholdMinutes) }),
    };
}
//# sourceMappingURL=timeout-config.js.map