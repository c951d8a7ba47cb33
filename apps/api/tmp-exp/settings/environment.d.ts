import { type Values, type VariableName } from './variables.js';
export type Texts = Readonly<Record<string, string | undefined>>;
/** The variables of the environment, read, and what is wrong with them. An empty text counts as not set. */
export declare class Environment {
    #private;
    /** A bad variable stands here with its default, until `check` throws. */
    readonly values: Values;
    constructor(env: Texts);
    /** Notes a problem of a variable, unless one is noted already. */
    problem(name: VariableName, allowed: string): void;
    /** Notes a problem when the first is above the second, unless one of them is bad already. */
    mustNotExceed(lesser: VariableName, greater: VariableName): void;
    /** Throws one `SettingsError` for all problems. */
    check(): void;
}
//# sourceMappingURL=environment.d.ts.map