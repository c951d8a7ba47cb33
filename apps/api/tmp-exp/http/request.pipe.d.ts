import { StandardSchemaValidationPipe } from '@nestjs/common';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { type Settings } from '../settings/settings.js';
/** Nest's pipe for `{ schema }`. One `VALIDATION_ERROR` names every bad field. */
export declare class RequestPipe extends StandardSchemaValidationPipe {
    private readonly settings;
    constructor(settings: Settings);
    protected validate<T>(value: unknown, schema: StandardSchemaV1): Promise<StandardSchemaV1.Result<T>>;
    /** Nothing of metadata is dropped, whatever its keys; everywhere else, unknown keys are refused. */
    protected stripProtoKeys(): void;
}
//# sourceMappingURL=request.pipe.d.ts.map