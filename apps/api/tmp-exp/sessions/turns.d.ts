/**
 * Runs one task after the other, each in its own turn of the event loop. So other requests, such as probes, are answered
 * between two tasks, however many tasks wait.
 */
export declare class Turns {
    #private;
    run<T>(task: () => Promise<T>): Promise<T>;
}
//# sourceMappingURL=turns.d.ts.map