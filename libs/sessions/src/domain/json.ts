/** A JSON object, read-only in depth. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** The one empty object that every session without metadata or attributes shares. */
export const EMPTY_JSON: JsonObject = Object.freeze({});

export type JsonCopy =
  | { readonly ok: true; readonly value: JsonObject; readonly bytes: number }
  | { readonly ok: false; readonly fault: string };

/**
 * Copies a value as JSON would carry it, frozen in depth, so that nobody can change a session from outside.
 * `bytes` is its size as UTF-8 JSON.
 */
export function copyJson(value: unknown): JsonCopy {
  if (!isPlainObject(value)) return { ok: false, fault: `must be a JSON object, got ${nameOf(value)}` };
  let text: string | undefined;
  try {
    text = written(value);
  } catch (error) {
    return { ok: false, fault: `can't be written as JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const copy: unknown = text === undefined ? undefined : JSON.parse(text);
  if (text === undefined || !isJsonObject(copy)) return { ok: false, fault: 'its toJSON() does not give an object' };
  if (text === '{}') return { ok: true, value: EMPTY_JSON, bytes: 2 };
  return { ok: true, value: freezeJson(copy), bytes: Buffer.byteLength(text) };
}

/** `JSON.stringify` by its true type: a `toJSON` may give nothing. */
function written(value: unknown): string | undefined {
  return JSON.stringify(value);
}

/** For values that came from JSON: an object that is neither an array nor null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Freezes a value that came from JSON, in depth. */
export function freezeJson<T extends JsonValue>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  const pending: object[] = [value];
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    Object.freeze(item);
    const values: unknown[] = Object.values(item);
    for (const inner of values) if (typeof inner === 'object' && inner !== null) pending.push(inner);
  }
  return value;
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
