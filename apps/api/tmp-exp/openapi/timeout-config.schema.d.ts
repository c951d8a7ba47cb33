export declare class TimeoutConfigSchema {
    readonly timeoutMinutes: number;
    readonly autoRenew: boolean;
    readonly maxDurationMinutes: number;
    readonly warningThresholdMinutes: number;
}
//# sourceMappingURL=timeout-config.schema.d.ts.map