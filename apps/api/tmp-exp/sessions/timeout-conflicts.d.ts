import { type TimeoutChangesRequest } from './timeout-config.js';
interface Sent {
    /** The timeouts of the request. */
    readonly timeouts: TimeoutChangesRequest;
    /** Where they stand in the body, such as `timeoutConfig.`. */
    readonly path: string;
    /** What a timeout that was not sent is, such as `the default`. */
    readonly unsent: string;
}
/**
 * Runs a change of timeouts. When the library finds that they contradict each other, every sent one that takes part is
 * reported, in minutes and by the names of the wire.
 */
export declare function withWireConflicts<T>(sent: Sent, change: () => Promise<T>): Promise<T>;
export {};
//# sourceMappingURL=timeout-conflicts.d.ts.map