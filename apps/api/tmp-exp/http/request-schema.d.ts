import type { StandardSchemaV1 } from '@standard-schema/spec';
import type * as z from 'zod';
import { type Settings } from '../settings/settings.js';
/**
 * The body of a request, whose limits are settings. It is the one definition that the pipe validates with and that the
 * OpenAPI document shows. Where nobody gives it settings, it has the limits of the default ones.
 */
export declare class RequestSchema<T> implements StandardSchemaV1<unknown, T> {
    #private;
    /** Its name in the document. */
    readonly name: string;
    private readonly make;
    readonly '~standard': StandardSchemaV1.Props<unknown, T>;
    constructor(
    /** Its name in the document. */
    name: string, make: (settings: Settings) => z.ZodType<T>);
    with(settings: Settings): z.ZodType<T>;
}
//# sourceMappingURL=request-schema.d.ts.map