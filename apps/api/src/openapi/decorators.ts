import { applyDecorators, type Type } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiResponse,
  getSchemaPath,
  type ApiOperationOptions,
} from '@nestjs/swagger';
import { ApiError } from '../errors/api-error.js';
import { ERRORS, type ErrorCode } from '../errors/error-codes.js';
import { errorResponse, ErrorResponseDto } from '../errors/error-response.dto.js';
import type { FieldProblem } from '../errors/field-problem.js';

/** What every operation but the probes may answer. */
const ANYWHERE: readonly ErrorCode[] = [
  'VALIDATION_ERROR',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'HOST_NOT_ALLOWED',
  'RATE_LIMITED',
  'INTERNAL_ERROR',
  'STORE_UNAVAILABLE',
];
export const BODY_ERRORS = ['PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'] as const;
const BROKEN_BODY: FieldProblem = { field: 'body', problem: 'is broken JSON', allowed: 'a JSON object' };
const BROKEN_PATH: FieldProblem = { field: 'request', problem: "can't be read", allowed: 'a well-formed address' };

/** The values of the examples. */
export const EXAMPLE = {
  sessionId: 'Vq3T0mJ6yCkR1wZp8sXbN4aE',
  channelId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  agentId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  userId: '6ba7b810-9dad-41d1-80b4-00c04fd430c8',
  cursor: 'MTcwNTMxNDYwMDAwMA',
};

/** The errors of an operation, by status, each code with an example. */
export function ApiErrors(...codes: ErrorCode[]): MethodDecorator {
  const invalid = codes.includes('PAYLOAD_TOO_LARGE') ? BROKEN_BODY : BROKEN_PATH;
  const all = [...codes, ...ANYWHERE];
  const statuses = [...new Set(all.map((code) => ERRORS[code][0]))];
  const responses = statuses.map((status) => {
    const its = all.filter((code) => ERRORS[code][0] === status);
    const examples = its.map((code) => [code, { value: example(code, invalid) }] as const);
    return ApiResponse({
      status,
      description: its.map((code) => ERRORS[code][1]).join('\n\n'),
      content: {
        'application/json': {
          schema: { $ref: getSchemaPath(ErrorResponseDto) },
          examples: Object.fromEntries(examples),
        },
      },
      ...(status === 429 && { headers: { 'Retry-After': WAIT } }),
    });
  });
  return applyDecorators(ApiExtraModels(ErrorResponseDto), ...responses);
}

/** Documents an operation on one session: the errors of all such operations, and the given ones. */
export function ApiOneSession(texts: ApiOperationOptions, type: Type, ...errors: ErrorCode[]): MethodDecorator {
  const description = 'The `sessionId` that the session was created with';
  return applyDecorators(
    ApiOperation(texts),
    ApiParam({ name: 'sessionId', description, schema: { type: 'string', example: EXAMPLE.sessionId } }),
    ApiOkResponse({ type, description: 'The operation was successful' }),
    ApiErrors('SESSION_NOT_FOUND', 'SESSION_EXPIRED', ...errors),
  );
}

/** Leads from an answer with a session to the operations of that session. */
export const SESSION_LINKS = Object.fromEntries(
  ['getSession', 'sendSessionHeartbeat', 'renewSession', 'updateSessionTimeout', 'deleteSession', 'getEnding'].map(
    (operationId) => [operationId, { operationId, parameters: { sessionId: '$response.body#/sessionId' } }] as const,
  ),
);

const WAIT = { description: 'Seconds to wait', required: true, schema: { type: 'integer' as const, minimum: 1 } };

/** An example of an error, made by the code that makes the real ones. */
function example(code: ErrorCode, invalid: FieldProblem): ErrorResponseDto {
  const details = { expiredAt: '2024-01-15T10:30:00.000Z', reason: 'idle' };
  const more = code === 'SESSION_EXPIRED' ? { details } : code === 'FORBIDDEN' ? { details: { needs: 'admin' } } : {};
  const error = code === 'VALIDATION_ERROR' ? ApiError.invalid([invalid]) : new ApiError(code, more);
  return errorResponse(error, '2024-01-15T10:30:45.123Z');
}
