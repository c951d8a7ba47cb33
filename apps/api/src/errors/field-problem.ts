/** What is wrong with one field of a request. */
export interface FieldProblem {
  /** Its path, such as `timeoutConfig.timeoutMinutes`; `body` for the body as a whole. */
  readonly field: string;
  /** Such as `is 3`. */
  readonly problem: string;
  /** Such as `a number from 5 to 1440`. */
  readonly allowed: string;
}

/** Longer strings are not quoted, because one may be a session id in a wrong field. */
const MAX_SHOWN = 16;

/** Says in a few words what a value is. */
export function isWhat(value: unknown): string {
  if (value === undefined) return 'is missing';
  if (value === null) return 'is null';
  if (Array.isArray(value)) return 'is an array';
  if (typeof value === 'number') return Number.isFinite(value) ? `is ${String(value)}` : 'is not a finite number';
  if (typeof value === 'boolean') return `is ${String(value)}`;
  if (typeof value !== 'string') return 'is an object';
  if (value === '') return 'is empty';
  return value.length > MAX_SHOWN
    ? `is a string of ${String(value.length)} characters`
    : `is the string ${JSON.stringify(value)}`;
}

/** A name that the client chose, cut like a long string. */
export function shownName(name: string): string {
  return name.length > MAX_SHOWN ? `${name.slice(0, MAX_SHOWN)}…` : name;
}
