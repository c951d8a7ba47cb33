import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { ERROR_STATUS } from '../errors/error-codes.js';
import { errorExample } from './error-examples.js';
import { ErrorResponseSchema } from './error-response.schema.js';
const MEANINGS = {
    VALIDATION_ERROR: 'Something in the request is missing, malformed or out of range',
    UNAUTHORIZED: 'The server has an API key, and X-API-KEY is missing or wrong',
    SESSION_NOT_FOUND: 'No such session',
    NOT_FOUND: 'No such route',
    SESSION_LIMIT_REACHED: 'The server has a limit of sessions per user, and this user has reached it',
    SESSION_EXPIRED: 'The session has expired and was not swept yet',
    PAYLOAD_TOO_LARGE: 'The body is larger than 64 KiB',
    UNSUPPORTED_MEDIA_TYPE: 'The body is not JSON',
    RATE_LIMITED: 'The server has a rate limit, and this address is above it',
    INTERNAL_ERROR: 'The server failed',
    STORE_UNAVAILABLE: 'The store of the sessions does not answer in time',
    CAPACITY_REACHED: 'The store of the sessions is full',
};
/** Documents the errors of an operation: by status, each code with an example, in which the field `invalid` is wrong. */
export function ApiErrors(codes, invalid) {
    const statuses = [...new Set(codes.map((code) => ERROR_STATUS[code]))];
    const responses = statuses.map((status) => {
        const its = codes.filter((code) => ERROR_STATUS[code] === status);
        return ApiResponse({
            status,
            description: its.map((code) => MEANINGS[code]).join(', or: '),
            content: {
                'application/json': {
                    schema: { $ref: getSchemaPath(ErrorResponseSchema) },
                    examples: Object.fromEntries(its.map((code) => [code, { value: errorExample(code, invalid) }])),
                },
            },
            ...(status === 429 && { headers: RETRY_AFTER }),
        });
    });
    return applyDecorators(ApiExtraModels(ErrorResponseSchema), ...responses);
}
const RETRY_AFTER = {
    'Retry-After': {
        description: 'In how many seconds to try again',
        required: true,
        schema: { type: 'integer' },
    },
};
//# sourceMappingURL=api-errors.js.map