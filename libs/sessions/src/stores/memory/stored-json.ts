import { EMPTY_JSON, freezeJson, isJsonObject, type JsonObject } from '../../domain/json.js';

/** The head of a string in the heap of V8. */
const HEAD_BYTES = 16;

/** All sessions share this one string. A string for each would have to be fetched from memory at each touch. */
const EMPTY = '{}';

/** JSON objects are stored as strings: parsed ones take up to twenty times as much, which nothing bounds. */
export function toJson(value: JsonObject): string {
  for (const _ in value) return JSON.stringify(value);
  return EMPTY;
}

/** A frozen object from a string that `toJson` made. */
export function fromJson(json: string): JsonObject {
  if (json === EMPTY) return EMPTY_JSON;
  const value: unknown = JSON.parse(json);
  if (!isJsonObject(value)) throw new TypeError('the stored JSON is not an object');
  return freezeJson(value);
}

/** How many bytes a string takes in the heap: one for each character, or two if any is beyond Latin-1. */
export function bytesOf(string: string): number {
  if (string === EMPTY) return 0;
  return HEAD_BYTES + (/[\u0100-\uffff]/.test(string) ? 2 * string.length : string.length);
}
