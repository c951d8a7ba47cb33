import { type ErrorCode } from '../errors/error-codes.js';
import type { FieldProblem } from '../errors/field-problem.js';
/** Documents the errors of an operation: by status, each code with an example, in which the field `invalid` is wrong. */
export declare function ApiErrors(codes: readonly ErrorCode[], invalid: FieldProblem): MethodDecorator & ClassDecorator;
//# sourceMappingURL=api-errors.d.ts.map