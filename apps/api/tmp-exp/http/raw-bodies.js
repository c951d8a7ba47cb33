import { ApiError } from '../errors/api-error.js';
const MOST_BYTES = 64 * 1024;
/**
 * Makes the adapter hand out the bodies of requests as they came, whatever their type, and refuse those that are too
 * large. `RequestBodyGuard` reads them.
 */
export function acceptRawBodies(app) {
    const fastify = app.getHttpAdapter().getInstance();
    if (isFastify(fastify)) {
        fastify.removeAllContentTypeParsers();
        fastify.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (_request, body, done) => {
            done(null, body);
        });
        return;
    }
    // Not by body-parser, which takes as long for a body that it does not decode as making the session does.
    app.use((request, _response, next) => {
        if (hasBody(request))
            takeBody(request, next);
        else
            next();
    });
}
/** As with Fastify, which leaves the body of a GET alone. */
function hasBody({ method, headers }) {
    if (method === 'GET' || method === 'HEAD')
        return false;
    const { 'content-length': length = '0', 'transfer-encoding': encoding } = headers;
    return length !== '0' || encoding !== undefined;
}
/** A body that is too large is read to its end, so that the connection stays of use, and not kept. */
function takeBody(request, next) {
    const chunks = [];
    let bytes = 0;
    request.on('data', (chunk) => {
        bytes += chunk.length;
        if (bytes <= MOST_BYTES)
            chunks.push(chunk);
    });
    request.once('end', () => {
        if (bytes <= MOST_BYTES)
            request.body = Buffer.concat(chunks);
        next(bytes <= MOST_BYTES ? undefined : ApiError.tooLarge());
    });
}
function isFastify(instance) {
    return typeof instance === 'object' && instance !== null && 'removeAllContentTypeParsers' in instance;
}
//# sourceMappingURL=raw-bodies.js.map