import { ApiError } from '../errors/api-error.js';
import { errorResponse } from '../errors/error-response.js';
import { toApiError } from '../errors/to-api-error.js';
/** Answers in the one shape, too, what is no HTTP request and so reaches neither Nest nor the adapter. */
export function answerUnreadableRequests(server) {
    server.removeAllListeners('clientError');
    server.on('clientError', (_error, socket) => {
        if (!socket.writable) {
            socket.destroy();
            return;
        }
        const body = bodyOf(ApiError.unreadable());
        const head = [
            'HTTP/1.1 400 Bad Request',
            'Content-Type: application/json; charset=utf-8',
            `Content-Length: ${String(Buffer.byteLength(body))}`,
            'Cache-Control: no-store',
            'Connection: close',
        ];
        socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
    });
}
/**
 * What a `FastifyAdapter` of this server needs: its router by itself answers an address that it can't decode, in a shape
 * of its own, and takes no long parameters.
 */
export const fastifyOptions = {
    routerOptions: { maxParamLength: 16_384 },
    frameworkErrors: (error, _request, { raw }) => {
        const apiError = toApiError(error);
        raw.writeHead(apiError.status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
        raw.end(bodyOf(apiError));
    },
};
function bodyOf(error) {
    return JSON.stringify(errorResponse(error, new Date().toISOString()));
}
//# sourceMappingURL=unreadable-requests.js.map