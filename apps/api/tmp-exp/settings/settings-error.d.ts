/** The environment asks for something that the server can't do. Its message names all of it. */
export declare class SettingsError extends Error {
    constructor(problems: readonly string[]);
}
//# sourceMappingURL=settings-error.d.ts.map