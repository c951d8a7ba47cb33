/** The headers of every answer: nothing is cached, since answers carry session ids, and browsers load from here only. */
export function setHeaders(app) {
    app.set('etag', false);
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
        // Whether clients reach the server by HTTPS is up to the proxy before it.
        strictTransportSecurity: false,
        xFrameOptions: { action: 'deny' },
    });
    app.use((_request, response, next) => {
        response.setHeader('Cache-Control', 'no-store');
        next();
    });
}
//# sourceMappingURL=headers.js.map