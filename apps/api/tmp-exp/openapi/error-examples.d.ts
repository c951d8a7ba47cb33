import type { FieldProblem } from '../errors/field-problem.js';
import type { ErrorCode } from '../errors/error-codes.js';
import { type ErrorResponse } from '../errors/error-response.js';
/** An example of each error, made by the code that makes the real ones; `invalid` is the field of a validation error. */
export declare function errorExample(code: ErrorCode, invalid: FieldProblem): ErrorResponse;
//# sourceMappingURL=error-examples.d.ts.map