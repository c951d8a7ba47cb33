import { ApiError } from '../errors/api-error.js';
/** Refuses in the one shape what Node by itself refuses with an empty body. */
export function checkHeads(app) {
    const server = app.getHttpServer();
    // An option of `createServer`, which the adapters call.
    Object.assign(server, { requireHostHeader: false });
    server.on('checkExpectation', (request, response) => {
        server.emit('request', request, response);
    });
    app.use((request, response, next) => {
        const problems = problemsOf(request);
        if (problems.length === 0) {
            next();
            return;
        }
        response.setHeader('Connection', 'close');
        next(ApiError.invalid(problems));
    });
}
/** HTTP/1.0 needs no host and knows no expectations. */
function problemsOf({ httpVersion, headers: { host, expect } }) {
    if (httpVersion !== '1.1')
        return [];
    const problems = [];
    if (host === undefined)
        problems.push({ field: 'Host', problem: 'is missing', allowed: 'the host of the server' });
    if (expect !== undefined && !/\b100-continue\b/i.test(expect)) {
        problems.push({ field: 'Expect', problem: 'is not known', allowed: '100-continue, or to leave it out' });
    }
    return problems;
}
//# sourceMappingURL=checked-heads.js.map