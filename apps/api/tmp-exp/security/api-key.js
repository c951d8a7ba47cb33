import { createHash, timingSafeEqual } from 'node:crypto';
import { ApiError } from '../errors/api-error.js';
/** Lets in who sends the API key. Not a guard: it comes before the body is parsed, and holds for unknown routes, too. */
export function requireApiKey(key) {
    const expected = digest(key);
    return (request, _response, next) => {
        const sent = request.headers['x-api-key'];
        const isRight = typeof sent === 'string' && timingSafeEqual(digest(sent), expected);
        next(isRight ? undefined : new ApiError('UNAUTHORIZED'));
    };
}
/** Of one length whatever the key, which the constant-time comparison needs. */
function digest(key) {
    return createHash('sha256').update(key).digest();
}
//# sourceMappingURL=api-key.js.map