import { type Settings } from './settings.js';
type Environment = Readonly<Record<string, string | undefined>>;
/** The environment asks for something that the server can't do. Its message names every bad variable. */
export declare class SettingsError extends Error {
    constructor(problems: readonly string[]);
}
/** Reads the settings from the environment, where an empty variable counts as not set. Throws `SettingsError`. */
export declare function readSettings(env: Environment): Settings;
export {};
//# sourceMappingURL=read-settings.d.ts.map