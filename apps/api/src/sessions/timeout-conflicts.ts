import { isSessionError, type InvalidTimeoutsError } from 'nest-sessions';
import { ApiError } from '../errors/api-error.js';
import type { FieldProblem } from '../errors/field-problem.js';
import { msToMinutes } from '../settings/minutes.js';
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
    if (isTimeoutConflict(error))
      throw ApiError.invalid(error.conflicts.flatMap((conflict) => problems(conflict, sent)));
    throw error;
  }
}

type Conflict = InvalidTimeoutsError['conflicts'][number];

function problems(conflict: Conflict, { timeouts, path, unsent }: Sent): FieldProblem[] {
  const [low, high] = [WIRE_NAMES[conflict.lesser], WIRE_NAMES[conflict.greater]];
  const [lowMinutes, highMinutes] = [minutes(conflict.lesserMs), minutes(conflict.greaterMs)];
  const note = (name: typeof low): string => (timeouts[name] === undefined ? `, ${unsent}` : '');
  const found: FieldProblem[] = [];
  if (timeouts[low] !== undefined) {
    const allowed = `at most ${high} (${highMinutes} minutes${note(high)})`;
    found.push({ field: path + low, problem: `is ${lowMinutes}`, allowed });
  }
  if (timeouts[high] !== undefined) {
    const allowed = `at least ${low} (${lowMinutes} minutes${note(low)})`;
    found.push({ field: path + high, problem: `is ${highMinutes}`, allowed });
  }
  return found;
}

function minutes(ms: number): string {
  return String(msToMinutes(ms));
}

function isTimeoutConflict(error: unknown): error is InvalidTimeoutsError {
  return isSessionError(error) && error.code === 'INVALID_TIMEOUTS' && hasConflicts(error);
}

function hasConflicts(error: object): boolean {
  return 'conflicts' in error && Array.isArray(error.conflicts) && error.conflicts.length > 0;
}
