/** Starts the server, or says on stderr in plain words why not and ends the process with code 1. */
export declare function start(env: NodeJS.ProcessEnv): Promise<void>;
//# sourceMappingURL=start.d.ts.map