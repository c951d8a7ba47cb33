/** A JSON object, read-only in depth. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** The empty object that all sessions without metadata or attributes share. */
export const EMPTY_JSON: JsonObject = Object.freeze({});

export type JsonCopy =
  | { readonly ok: true; readonly value: JsonObject; readonly bytes: number }
  | { readonly ok: false; readonly problem: string };

/** How deep metadata and attributes may be nested: `{ "a": [] }` has two levels. */
export const MAX_JSON_LEVELS = 100;

const TOO_DEEP = `is nested deeper than the ${String(MAX_JSON_LEVELS)} levels allowed`;

/**
 * Copies a value as JSON would and freezes the copy in depth, so that nobody outside can change a session. `bytes` is
 * the size of the JSON in UTF-8.
 */
export function copyJson(value: unknown): JsonCopy {
  if (!isPlainObject(value)) return { ok: false, problem: `must be a JSON object, got ${nameOf(value)}` };
  let json: string | undefined;
  try {
    json = stringify(value);
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  }
  const copy: unknown = json === undefined ? undefined : JSON.parse(json);
  if (json === undefined || !isJsonObject(copy))
    return { ok: false, problem: 'has a toJSON() that does not return an object' };
  if (json === '{}') return { ok: true, value: EMPTY_JSON, bytes: 2 };
  if (freezeLevels(copy) > MAX_JSON_LEVELS) return { ok: false, problem: TOO_DEEP };
  return { ok: true, value: copy, bytes: Buffer.byteLength(json) };
}

/** `JSON.stringify` calls itself for each level, so thousands of levels overflow the stack. */
function problemOf(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return reason.includes('call stack') ? TOO_DEEP : `can't be written as JSON: ${reason}`;
}

/** Gives `JSON.stringify` its true return type: it returns `undefined` if a `toJSON` does. */
function stringify(value: unknown): string | undefined {
  return JSON.stringify(value);
}

/** Whether a value that came from JSON is an object: neither an array nor null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Freezes a value that came from JSON, in depth. */
export function freezeJson<T extends JsonValue>(value: T): T {
  if (typeof value === 'object' && value !== null) freezeLevels(value);
  return value;
}

/** Freezes a value level by level and returns the number of levels. */
function freezeLevels(value: object): number {
  let levels = 0;
  for (let level: object[] = [value]; level.length > 0; levels += 1) {
    const below: object[] = [];
    for (const item of level) {
      Object.freeze(item);
      const values: unknown[] = Object.values(item);
      for (const inner of values) if (typeof inner === 'object' && inner !== null) below.push(inner);
    }
    level = below;
  }
  return levels;
}

function isPlainObject(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an instance of a class' : typeof value;
}
