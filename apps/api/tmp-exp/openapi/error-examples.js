import { ApiError } from '../errors/api-error.js';
import { errorResponse } from '../errors/error-response.js';
const TIMESTAMP = '2024-01-15T10:30:45.123Z';
/** An example of each error, made by the code that makes the real ones; `invalid` is the field of a validation error. */
export function errorExample(code, invalid) {
    return code === 'VALIDATION_ERROR' ? example(ApiError.invalid([invalid])) : EXAMPLES[code];
}
const EXAMPLES = {
    UNAUTHORIZED: example(ApiError.unauthorized()),
    SESSION_NOT_FOUND: example(ApiError.sessionNotFound()),
    NOT_FOUND: example(ApiError.notFound()),
    SESSION_LIMIT_REACHED: example(ApiError.sessionLimitReached(5)),
    SESSION_EXPIRED: example(ApiError.sessionExpired(Date.parse('2024-01-15T10:30:00.000Z'))),
    PAYLOAD_TOO_LARGE: example(ApiError.tooLarge()),
    UNSUPPORTED_MEDIA_TYPE: example(ApiError.notJson()),
    RATE_LIMITED: example(ApiError.rateLimited()),
    INTERNAL_ERROR: example(ApiError.internal()),
    STORE_UNAVAILABLE: example(ApiError.storeUnavailable()),
    CAPACITY_REACHED: example(ApiError.capacityReached()),
};
function example(error) {
    return errorResponse(error, TIMESTAMP);
}
//# sourceMappingURL=error-examples.js.map