/** Where in JSON, of few levels, numbers stand that are too large to be one: JSON would write them as null. */
export declare function nonFiniteNumbers(json: unknown): string[][];
//# sourceMappingURL=non-finite-numbers.d.ts.map