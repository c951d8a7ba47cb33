type Handlers<C> = {
    readonly [Name in keyof C as C[Name] extends (...args: never[]) => unknown ? Name : never]: MethodDecorator;
};
/**
 * Says what /docs tells about the routes of a controller, of which none may be left out. It stands apart from the
 * controllers, so that the server starts without what its documents take.
 */
export declare function documented<C extends object>({ prototype }: {
    readonly prototype: C;
}, handlers: Handlers<C>): void;
export {};
//# sourceMappingURL=documented.d.ts.map