import * as z from 'zod';
import type { DefaultTimeouts, TimeoutBounds } from '../settings/settings.js';
/** The injection token of `RequestSchemas`. */
export declare const REQUEST_SCHEMAS: unique symbol;
export type RequestSchemas = ReturnType<typeof requestSchemas>;
export type CreateSessionRequest = z.output<RequestSchemas['create']>;
/**
 * What the bodies of requests may be. The server checks with these schemas and its OpenAPI document is made of them.
 * The message of each says what is allowed.
 */
export declare function requestSchemas(bounds: TimeoutBounds, defaults: DefaultTimeouts): {
    create: z.ZodObject<{
        agentId: z.ZodGUID;
        userId: z.ZodGUID;
        metadata: z.ZodOptional<z.ZodCustom<object, object>>;
        timeoutConfig: z.ZodOptional<z.ZodObject<{
            timeoutMinutes: z.ZodOptional<z.ZodNumber>;
            autoRenew: z.ZodOptional<z.ZodBoolean>;
            maxDurationMinutes: z.ZodOptional<z.ZodNumber>;
            warningThresholdMinutes: z.ZodOptional<z.ZodNumber>;
        }, z.core.$strict>>;
    }, z.core.$strict>;
    changeTimeouts: z.ZodObject<{
        timeoutMinutes: z.ZodOptional<z.ZodNumber>;
        autoRenew: z.ZodOptional<z.ZodBoolean>;
        maxDurationMinutes: z.ZodOptional<z.ZodNumber>;
        warningThresholdMinutes: z.ZodOptional<z.ZodNumber>;
    }, z.core.$strict>;
};
//# sourceMappingURL=request-schemas.d.ts.map