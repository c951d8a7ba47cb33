import { ERRORS, type ErrorCode } from './error-codes.js';
import type { FieldProblem } from './field-problem.js';

/** A body of 64 KiB can have thousands of unknown keys; an answer need not repeat them all. */
const MAX_FIELDS = 100;
const MAX_IN_MESSAGE = 5;

interface ApiErrorOptions extends ErrorOptions {
  readonly message?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** An error that is part of the API. Its message is for the client: it never quotes a session id. */
export class ApiError extends Error {
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(
    readonly code: ErrorCode,
    { message = ERRORS[code][1], details, cause }: ApiErrorOptions = {},
  ) {
    super(message, { cause });
    this.status = ERRORS[code][0];
    this.details = details;
  }

  static invalid(problems: readonly FieldProblem[]): ApiError {
    const fields = problems.slice(0, MAX_FIELDS);
    const shown = fields.slice(0, MAX_IN_MESSAGE);
    const parts = shown.map(({ field, problem, allowed }) => `${field} ${problem}, allowed is ${allowed}`);
    if (problems.length > shown.length) parts.push(`and ${String(problems.length - shown.length)} more`);
    return new ApiError('VALIDATION_ERROR', { message: `${parts.join('; ')}.`, details: { fields } });
  }
}
