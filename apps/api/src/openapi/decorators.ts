import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiParam, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { ApiError } from '../errors/api-error.js';
import { ERRORS, type ErrorCode } from '../errors/error-codes.js';
import { errorResponse, ErrorResponseDto } from '../errors/error-response.dto.js';

/** The field of the validation error that the docs show: its name, its problem, and what is allowed. */
type Invalid = readonly [field: string, problem: string, allowed: string];

/** What every operation but the probes may answer. */
const ANYWHERE: readonly ErrorCode[] = [
  'VALIDATION_ERROR',
  'UNAUTHORIZED',
  'HOST_NOT_ALLOWED',
  'RATE_LIMITED',
  'INTERNAL_ERROR',
  'STORE_UNAVAILABLE',
];
export const BODY_ERRORS = ['PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'] as const;
const BROKEN_BODY: Invalid = ['body', 'is broken JSON', 'a JSON object'];

/** What stands in examples. */
export const EXAMPLE = {
  sessionId: 'Vq3T0mJ6yCkR1wZp8sXbN4aE',
  channelId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  agentId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  userId: '6ba7b810-9dad-41d1-80b4-00c04fd430c8',
  cursor: 'MTcwNTMxNDYwMDAwMA',
};

/** The errors of an operation, by status, each code with an example. */
export function ApiErrors(codes: readonly ErrorCode[], invalid = BROKEN_BODY): MethodDecorator {
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
      ...(status === 429 && { headers: RETRY_AFTER }),
    });
  });
  return applyDecorators(ApiExtraModels(ErrorResponseDto), ...responses);
}

interface OneSession {
  readonly id: string;
  readonly summary: string;
  readonly description: string;
  readonly answer: Type;
  readonly errors?: readonly ErrorCode[];
  readonly invalid?: Invalid;
}

/** An operation on one session. */
export function ApiOneSession({ id, answer, errors = BODY_ERRORS, invalid, ...texts }: OneSession): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId: id, ...texts }),
    ApiParam({
      name: 'sessionId',
      description: 'The `sessionId` that the session was created with',
      schema: { type: 'string', example: EXAMPLE.sessionId },
    }),
    ApiOkResponse({ type: answer, description: 'The operation was successful' }),
    ApiErrors(['SESSION_NOT_FOUND', 'SESSION_EXPIRED', ...errors], invalid),
  );
}

/** Leads from an answer with a session to the operations of that session. */
export const SESSION_LINKS = Object.fromEntries(
  ['getSession', 'sendSessionHeartbeat', 'renewSession', 'updateSessionTimeout', 'deleteSession'].map(
    (operationId) => [operationId, { operationId, parameters: { sessionId: '$response.body#/sessionId' } }] as const,
  ),
);

const RETRY_AFTER = {
  'Retry-After': {
    description: 'In how many seconds to try again',
    required: true,
    schema: { type: 'integer' as const, minimum: 1 },
    example: 42,
  },
};

/** Made by the code that makes the real ones. */
function example(code: ErrorCode, [field, problem, allowed]: Invalid): ErrorResponseDto {
  const details = { expiredAt: '2024-01-15T10:30:00.000Z' };
  const expired = code === 'SESSION_EXPIRED' ? { details } : {};
  const error =
    code === 'VALIDATION_ERROR' ? ApiError.invalid([{ field, problem, allowed }]) : new ApiError(code, expired);
  return errorResponse(error, '2024-01-15T10:30:45.123Z');
}
