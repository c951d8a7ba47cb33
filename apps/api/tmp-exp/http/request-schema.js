import { DEFAULT_SETTINGS } from '../settings/settings.js';
/**
 * The body of a request, whose limits are settings. It is the one definition that the pipe validates with and that the
 * OpenAPI document shows. Where nobody gives it settings, it has the limits of the default ones.
 */
export class RequestSchema {
    name;
    make;
    '~standard';
    #made = new WeakMap();
    constructor(
    /** Its name in the document. */
    name, make) {
        this.name = name;
        this.make = make;
        this['~standard'] = this.with(DEFAULT_SETTINGS)['~standard'];
    }
    with(settings) {
        const made = this.#made.get(settings) ?? this.make(settings);
        this.#made.set(settings, made);
        return made;
    }
}
//# sourceMappingURL=request-schema.js.map