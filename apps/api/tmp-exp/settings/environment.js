import { SettingsError } from './settings-error.js';
import { PRESETS, SECRETS, VARIABLES } from './variables.js';
/** The variables of the environment, read, and what is wrong with them. An empty text counts as not set. */
export class Environment {
    /** A bad variable stands here with its default, until `check` throws. */
    values;
    #texts;
    #problems = [];
    #bad = new Set();
    constructor(env) {
        const given = Object.keys(PRESETS).flatMap((name) => (env[name] ? [[name, env[name]]] : []));
        this.#texts = { ...PRESETS, ...Object.fromEntries(given) };
        const read = VARIABLES.safeParse(this.#texts);
        if (read.success) {
            this.values = read.data;
            return;
        }
        for (const { path, message } of read.error.issues) {
            const name = VARIABLES.keyof().parse(path[0]);
            this.problem(name, message);
        }
        const sound = Object.entries(this.#texts).filter(([name]) => !this.#bad.has(name));
        this.values = VARIABLES.parse({ ...PRESETS, ...Object.fromEntries(sound) });
    }
    /** Notes a problem of a variable, unless one is noted already. */
    problem(name, allowed) {
        if (this.#bad.has(name))
            return;
        this.#bad.add(name);
        const isSecret = SECRETS.has(name) && this.#texts[name] !== '';
        const shown = isSecret ? 'a value that is not shown' : `'${this.#texts[name]}'`;
        this.#problems.push(`${name} is ${shown}, allowed is ${allowed}.`);
    }
    /** Notes a problem when the first is above the second, unless one of them is bad already. */
    mustNotExceed(lesser, greater) {
        if (this.#bad.has(lesser) || this.#bad.has(greater))
            return;
        if (this.values[lesser] <= this.values[greater])
            return;
        this.#problems.push(`${lesser} is '${this.#texts[lesser]}', allowed is at most ${greater}, which is '${this.#texts[greater]}'.`);
    }
    /** Throws one `SettingsError` for all problems. */
    check() {
        if (this.#problems.length > 0)
            throw new SettingsError(this.#problems);
    }
}
//# sourceMappingURL=environment.js.map