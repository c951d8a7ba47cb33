import { isSessionError, type InvalidTimeoutsError } from 'nest-sessions';
import { ApiError } from '../errors/api-error.js';
import { msToMinutes } from '../settings/minutes.js';
import { contradictionProblems, type Contradiction } from './contradictions.js';
import { WIRE_NAMES, type TimeoutChangesRequest } from './timeout-config.js';

interface Sent {
  /** The timeouts of the request. */
  readonly timeouts: TimeoutChangesRequest;
  /** Where they stand in the body, such as `timeoutConfig.`. */
  readonly path: string;
  /** What a timeout that was not sent is, such as `the default`. */
  readonly unsent: string;
}

/**
 * Runs a change of timeouts. When the library finds that they contradict each other, every sent one that takes part is
 * reported, in minutes and by the names of the wire.
 */
export async function withWireConflicts<T>(sent: Sent, change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    if (!isTimeoutConflict(error)) throw error;
    const { timeouts, path, unsent } = sent;
    const problems = contradictionProblems(error.conflicts.map(inMinutes), {
      has: (name) => timeouts[name] !== undefined,
      unsent,
    });
    throw ApiError.invalid(problems.map((problem) => ({ ...problem, field: path + problem.field })));
  }
}

function inMinutes(conflict: InvalidTimeoutsError['conflicts'][number]): Contradiction {
  return {
    lesser: WIRE_NAMES[conflict.lesser],
    lesserMinutes: msToMinutes(conflict.lesserMs),
    greater: WIRE_NAMES[conflict.greater],
    greaterMinutes: msToMinutes(conflict.greaterMs),
  };
}

function isTimeoutConflict(error: unknown): error is InvalidTimeoutsError {
  return isSessionError(error) && error.code === 'INVALID_TIMEOUTS' && hasConflicts(error);
}

function hasConflicts(error: object): boolean {
  return 'conflicts' in error && Array.isArray(error.conflicts) && error.conflicts.length > 0;
}
