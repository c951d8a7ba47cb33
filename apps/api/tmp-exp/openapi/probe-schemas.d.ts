import type { SchemaObject } from '@nestjs/swagger';
type Indicators = Readonly<Record<string, {
    readonly status: 'up' | 'down';
} & Readonly<Record<string, unknown>>>>;
/** The result of Terminus for a probe that passed. */
export declare function passedProbeSchema(details: Indicators): SchemaObject;
/** The result of Terminus for a probe that failed. */
export declare function failedProbeSchema(details: Indicators, status: 'error' | 'shutting_down'): SchemaObject;
export {};
//# sourceMappingURL=probe-schemas.d.ts.map