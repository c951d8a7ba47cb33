/** Minutes, fractions allowed, as whole milliseconds. */
export declare function minutesToMs(minutes: number): number;
export declare function msToMinutes(ms: number): number;
//# sourceMappingURL=minutes.d.ts.map