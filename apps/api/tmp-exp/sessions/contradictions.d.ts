import type { FieldProblem } from '../errors/field-problem.js';
import type { DurationName } from './timeout-config.js';
/** Two timeouts that contradict each other, in minutes: the lesser must not be above the greater. */
export interface Contradiction {
    readonly lesser: DurationName;
    readonly lesserMinutes: number;
    readonly greater: DurationName;
    readonly greaterMinutes: number;
}
interface Sent {
    readonly has: (name: DurationName) => boolean;
    /** What a timeout that was not sent is, such as `the default`. */
    readonly unsent: string;
}
/** What is wrong with every sent timeout that takes part, once for each. */
export declare function contradictionProblems(contradictions: readonly Contradiction[], sent: Sent): FieldProblem[];
export {};
//# sourceMappingURL=contradictions.d.ts.map