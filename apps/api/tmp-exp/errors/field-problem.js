/** Longer strings are not repeated: a session id that strayed into a wrong field is not quoted. */
const MAX_SHOWN = 16;
/** Says in a few words what a value is. */
export function isWhat(value) {
    if (value === undefined)
        return 'is missing';
    if (value === null)
        return 'is null';
    if (Array.isArray(value))
        return 'is an array';
    if (typeof value === 'number')
        return Number.isFinite(value) ? `is ${String(value)}` : 'is not a finite number';
    if (typeof value === 'boolean')
        return `is ${String(value)}`;
    if (typeof value !== 'string')
        return 'is an object';
    if (value === '')
        return 'is empty';
    return value.length > MAX_SHOWN
        ? `is a string of ${String(value.length)} characters`
        : `is the string ${JSON.stringify(value)}`;
}
/** A name that the client chose, cut like a long string. */
export function shownName(name) {
    return name.length > MAX_SHOWN ? `${name.slice(0, MAX_SHOWN)}…` : name;
}
//# sourceMappingURL=field-problem.js.map