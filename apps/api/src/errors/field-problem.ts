/** What is wrong with one field of a request. */
export interface FieldProblem {
  /** Its path, such as `timeoutConfig.timeoutMinutes`; `body` for the body as a whole. */
  readonly field: string;
  /** Such as `is 3`. */
  readonly problem: string;
  /** Such as `a number from 5 to 1440`. */
  readonly allowed: string;
}

/** A cursor that no page of the store gave. */
export const UNKNOWN_CURSOR: FieldProblem = {
  field: 'cursor',
  problem: 'is not known',
  allowed: 'the nextCursor of a page',
};

/** Texts that are longer are not repeated: a session id that strayed into a wrong field stays untold. */
const LONGEST_SHOWN = 16;
/** Paths that clients make up are cut after so many names. */
const MOST_NAMES = 8;

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

/**
 * The name of a field for a message. From the place `madeUp` on the client chose the names: they are cut, like long
 * values, and so is a long path of them.
 */
export function fieldName(path: readonly PropertyKey[], madeUp = path.length): string {
  if (path.length === 0) return 'body';
  const names = path.map((key, at) => (at < madeUp ? String(key) : shortened(String(key))));
  return names.length > MOST_NAMES ? `${names.slice(0, MOST_NAMES).join('.')}.…` : names.join('.');
}

function shortened(name: string): string {
  return name.length > LONGEST_SHOWN ? `${name.slice(0, LONGEST_SHOWN)}…` : name;
}
