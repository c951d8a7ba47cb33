/** Whether a server that listens there can be reached from this machine only. */
export declare function isLoopbackHost(host: string): boolean;
//# sourceMappingURL=loopback.d.ts.map