/** The environment asks for something that the server can't do. Its message names all of it. */
export class SettingsError extends Error {
    constructor(problems) {
        super(["The server can't start with these settings:", ...problems.map((problem) => `  ${problem}`)].join('\n'));
        this.name = 'SettingsError';
    }
}
//# sourceMappingURL=settings-error.js.map