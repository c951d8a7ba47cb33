import { isSessionError } from 'nest-sessions';
import { ApiError } from '../errors/api-error.js';
import { msToMinutes } from '../settings/minutes.js';
import { contradictionProblems } from './contradictions.js';
import { WIRE_NAMES } from './timeout-config.js';
/**
 * Runs a change of timeouts. When the library finds that they contradict each other, every sent one that takes part is
 * reported, in minutes and by the names of the wire.
 */
export async function withWireConflicts(sent, change) {
    try {
        return await change();
    }
    catch (error) {
        if (!isTimeoutConflict(error))
            throw error;
        const { timeouts, path, unsent } = sent;
        const problems = contradictionProblems(error.conflicts.map(inMinutes), {
            has: (name) => timeouts[name] !== undefined,
            unsent,
        });
        throw ApiError.invalid(problems.map((problem) => ({ ...problem, field: path + problem.field })));
    }
}
function inMinutes(conflict) {
    return {
        lesser: WIRE_NAMES[conflict.lesser],
        lesserMinutes: msToMinutes(conflict.lesserMs),
        greater: WIRE_NAMES[conflict.greater],
        greaterMinutes: msToMinutes(conflict.greaterMs),
    };
}
function isTimeoutConflict(error) {
    return isSessionError(error) && error.code === 'INVALID_TIMEOUTS' && hasConflicts(error);
}
function hasConflicts(error) {
    return 'conflicts' in error && Array.isArray(error.conflicts) && error.conflicts.length > 0;
}
//# sourceMappingURL=timeout-conflicts.js.map