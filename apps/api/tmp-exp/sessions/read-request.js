import { ApiError } from '../errors/api-error.js';
import { fieldName, isWhat } from '../errors/field-problem.js';
/** Reads a part of a request by its schema. Throws one `VALIDATION_ERROR` that names every bad field. */
export function readRequest(schema, input) {
    const checked = checkRequest(schema, input);
    if (checked.ok)
        return checked.data;
    throw ApiError.invalid(checked.problems);
}
/** Reads a part of a request by its schema, or tells what is wrong with each bad field, once. */
export function checkRequest(schema, input) {
    const read = schema.safeParse(input);
    if (read.success)
        return { ok: true, data: read.data };
    // By the whole path: shown names are cut, and may be alike.
    const problems = new Map(read.error.issues.flatMap((issue) => problemsOf(issue, input)));
    return { ok: false, problems: [...problems.values()] };
}
function problemsOf(issue, input) {
    const { path, message: allowed } = issue;
    if (issue.code === 'unrecognized_keys') {
        return issue.keys.map((key) => {
            const unknown = [...path, key];
            return [JSON.stringify(unknown), { field: fieldName(unknown, path.length), problem: 'is not known', allowed }];
        });
    }
    const { problem, madeUp } = paramsOf(issue);
    const field = fieldName(path, typeof madeUp === 'number' ? path.length - madeUp : path.length);
    const told = typeof problem === 'string' ? problem : isWhat(valueAt(input, path));
    return [[JSON.stringify(path), { field, problem: told, allowed }]];
}
/** A check of this server may tell the problem itself, and how many names at the end of the path the client made up. */
function paramsOf(issue) {
    return issue.code === 'custom' ? (issue.params ?? {}) : {};
}
function valueAt(input, path) {
    return path.reduce((value, key) => {
        const isOwn = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
        return isOwn ? Reflect.get(value, key) : undefined;
    }, input);
}
//# sourceMappingURL=read-request.js.map