const DOCS = /^\/docs(?:-json|-yaml)?(?:[/?]|$)/i;
/** Serves the docs. What they are made of is loaded for the first request to them: most servers get none. */
export function serveDocs(app) {
    let docs;
    const load = async () => (await import('./docs.js')).createDocs(app);
    app.use((request, response, next) => {
        if (!asksForDocs(request)) {
            next();
            return;
        }
        docs ??= load();
        docs.then((answer) => answer(request, response, next), next);
    });
}
function asksForDocs({ method, url = '' }) {
    return DOCS.test(url) && (method === 'GET' || method === 'HEAD');
}
//# sourceMappingURL=serve-docs.js.map