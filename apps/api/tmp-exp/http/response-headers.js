/** The headers of every answer: nothing is cached, since answers carry session ids, and browsers load from here only. */
export function setHeaders(app) {
    app.useSecurityHeaders({
        contentSecurityPolicy: {
            useDefaults: false,
            directives: {
                defaultSrc: "'self'",
                baseUri: "'none'",
                formAction: "'none'",
                frameAncestors: "'none'",
                objectSrc: "'none'",
                imgSrc: ["'self'", 'data:'],
                // Swagger UI styles its elements one by one.
                styleSrc: ["'self'", "'unsafe-inline'"],
            },
        },
        // Whether the server is reached by HTTPS is up to the proxy before it.
        strictTransportSecurity: false,
        xFrameOptions: { action: 'deny' },
    });
    app.getHttpServer().prependListener('request', (_request, response) => {
        response.setHeader('Cache-Control', 'no-store');
    });
    const instance = app.getHttpAdapter().getInstance();
    if (isExpress(instance))
        instance.set('etag', false);
}
function isExpress(instance) {
    return typeof instance === 'function' && 'set' in instance;
}
//# sourceMappingURL=response-headers.js.map