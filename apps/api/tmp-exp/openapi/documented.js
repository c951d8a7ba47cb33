/**
 * Says what /docs tells about the routes of a controller, of which none may be left out. It stands apart from the
 * controllers, so that the server starts without what its documents take.
 */
export function documented({ prototype }, handlers) {
    for (const [name, decorator] of Object.entries(handlers)) {
        Reflect.decorate([decorator], prototype, name, Object.getOwnPropertyDescriptor(prototype, name));
    }
}
//# sourceMappingURL=documented.js.map