import { type TimeoutOptions, type Timeouts } from 'nest-sessions';
/** What the fields are, for the docs. */
export declare const MEANINGS: {
    timeoutMinutes: string;
    autoRenew: string;
    maxDurationMinutes: string;
    warningThresholdMinutes: string;
};
/** The timeouts of a session on the wire. */
export declare class TimeoutConfigDto {
    readonly timeoutMinutes: number;
    readonly autoRenew: boolean;
    readonly maxDurationMinutes: number;
    readonly warningThresholdMinutes: number;
}
/** The timeouts that a client sent. */
export type SentTimeouts = Partial<TimeoutConfigDto>;
export declare function toTimeoutConfig(timeouts: Timeouts): TimeoutConfigDto;
/** The timeouts as the library takes them. */
export declare function toTimeoutOptions(sent: SentTimeouts): TimeoutOptions;
/**
 * Timeouts that the library refuses because they contradict each other, in minutes and by their names on the wire. `path` is
 * where they are in the body, `unsent` whose a timeout is that was not sent.
 */
export declare function inWireTerms(error: unknown, sent: SentTimeouts, path: string, unsent: string): unknown;
//# sourceMappingURL=timeouts.d.ts.map