import type { SchemaObject } from '@nestjs/swagger';
/** The result of Terminus, for a probe that passed or failed. */
export declare function probeResult(statuses: string[], example: object): SchemaObject;
//# sourceMappingURL=probe-result.d.ts.map