import type * as z from 'zod';
import { type FieldProblem } from '../errors/field-problem.js';
export type Checked<T> = {
    readonly ok: true;
    readonly data: T;
} | {
    readonly ok: false;
    readonly problems: readonly FieldProblem[];
};
/** Reads a part of a request by its schema. Throws one `VALIDATION_ERROR` that names every bad field. */
export declare function readRequest<T>(schema: z.ZodType<T>, input: unknown): T;
/** Reads a part of a request by its schema, or tells what is wrong with each bad field, once. */
export declare function checkRequest<T>(schema: z.ZodType<T>, input: unknown): Checked<T>;
//# sourceMappingURL=read-request.d.ts.map