/** How long a request may take to come whole. Node looks every 5 s, so that a slow body ends within 25 s. */
const REQUEST_MS = 20_000;
const LOOK_EVERY_MS = 5000;
export function limitConnections(server, { KEEP_ALIVE_SECONDS }) {
    server.keepAliveTimeout = KEEP_ALIVE_SECONDS * 1000;
    server.requestTimeout = REQUEST_MS;
    server.headersTimeout = REQUEST_MS;
    // An option of `createServer`, which Nest calls; Node reads it when the server begins to listen.
    Object.assign(server, { connectionsCheckingInterval: LOOK_EVERY_MS });
}
//# sourceMappingURL=connection-limits.js.map