import * as z from 'zod';
import { RequestSchema } from '../http/request-schema.js';
/** What clients may send. The message of each schema says what is allowed. */
export declare const createSession: RequestSchema<{
    agentId: string;
    userId: string;
    metadata?: object;
    timeoutConfig?: {
        timeoutMinutes?: number;
        autoRenew?: boolean;
        maxDurationMinutes?: number;
        warningThresholdMinutes?: number;
    };
}>;
export type CreateSession = Output<typeof createSession>;
export declare const updateTimeouts: RequestSchema<{
    timeoutMinutes?: number;
    autoRenew?: boolean;
    maxDurationMinutes?: number;
    warningThresholdMinutes?: number;
}>;
export type UpdateTimeouts = Output<typeof updateTimeouts>;
/** Its values are strings; one that is given twice is an array, which none of them takes. */
export declare const listQuery: z.ZodObject<{
    limit: z.ZodExactOptional<z.ZodPipe<z.ZodString, z.ZodTransform<number, string>>>;
    cursor: z.ZodExactOptional<z.ZodString>;
    userId: z.ZodExactOptional<z.ZodGUID>;
}, z.core.$strict>;
export type ListQuery = z.output<typeof listQuery>;
type Output<Schema extends RequestSchema<unknown>> = z.output<ReturnType<Schema['with']>>;
export {};
//# sourceMappingURL=requests.d.ts.map