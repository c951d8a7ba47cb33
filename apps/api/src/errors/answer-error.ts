import type { Response } from 'express';
import type { ApiError } from './api-error.js';
import type { ErrorCode } from './error-codes.js';
import { errorResponse } from './error-response.dto.js';

const codes = new WeakMap<object, ErrorCode>();

export function answerError(response: Response, error: ApiError): void {
  codes.set(response, error.code);
  response.status(error.status).json(errorResponse(error, new Date().toISOString()));
}

/** The code of the error that the server has answered with, if it was one. */
export function errorCodeOf(response: object): ErrorCode | undefined {
  return codes.get(response);
}
