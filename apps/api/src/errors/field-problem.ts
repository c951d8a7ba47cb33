/** What is wrong with one field of a request. */
export interface FieldProblem {
  /** Its path, such as `timeoutConfig.timeoutMinutes`; `body` for the body as a whole. */
  readonly field: string;
  /** Such as `is 3`. */
  readonly problem: string;
  /** Such as `a number from 5 to 1440`. */
  readonly allowed: string;
}

/** Texts that are longer are not repeated: a session id that strayed into a wrong field stays untold. */
const LONGEST_SHOWN = 16;
/** Names that clients make up are cut. */
const LONGEST_NAME = 40;

/** Says in a few words what a value is. */
export function isWhat(value: unknown): string {
  if (value === undefined) return 'is missing';
  if (value === null) return 'is null';
  if (Array.isArray(value)) return 'is an array';
  if (typeof value === 'number') return Number.isFinite(value) ? `is ${String(value)}` : 'is not a finite number';
  if (typeof value === 'boolean') return `is ${String(value)}`;
  if (typeof value !== 'string') return 'is an object';
  if (value === '') return 'is empty';
  return value.length > LONGEST_SHOWN
    ? `is a text of ${String(value.length)} characters`
    : `is the text ${JSON.stringify(value)}`;
}

/** The name of a field for a message, shortened when a client made it long. */
export function fieldName(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'body';
  return path.map((key) => shortened(String(key))).join('.');
}

function shortened(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
}
