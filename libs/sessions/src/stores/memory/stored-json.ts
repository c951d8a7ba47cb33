import { EMPTY_JSON, freezeJson, isJsonObject, type JsonObject } from '../../domain/json.js';

/** The head of a string in the heap of V8. */
const HEAD_BYTES = 16;

/**
 * A JSON object as a string. As objects it would take up to twenty times as many bytes, and nothing would bound them. The
 * empty object is `undefined`, so a touch of a session without metadata reads no string from memory.
 */
export type StoredJson = string | undefined;

export function toJson(value: JsonObject): StoredJson {
  for (const _ in value) return JSON.stringify(value);
  return undefined;
}

/** The object, frozen. */
export function fromJson(json: StoredJson): JsonObject {
  if (json === undefined) return EMPTY_JSON;
  const value: unknown = JSON.parse(json);
  if (!isJsonObject(value)) throw new TypeError('the stored JSON is not an object');
  return freezeJson(value);
}

/** How many bytes a string takes in the heap: one for each character, or two if any is beyond Latin-1. */
export function bytesOf(string: string | undefined): number {
  if (string === undefined) return 0;
  return HEAD_BYTES + (/[\u0100-\uffff]/.test(string) ? 2 * string.length : string.length);
}
