/** What is wrong with one field of a request. */
export interface FieldProblem {
    /** Its path, such as `timeoutConfig.timeoutMinutes`; `body` for the body as a whole. */
    readonly field: string;
    /** Such as `is 3`. */
    readonly problem: string;
    /** Such as `a number from 5 to 1440`. */
    readonly allowed: string;
}
/** Says in a few words what a value is. */
export declare function isWhat(value: unknown): string;
/** A name that the client chose, cut like a long string. */
export declare function shownName(name: string): string;
//# sourceMappingURL=field-problem.d.ts.map