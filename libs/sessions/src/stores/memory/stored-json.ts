import { EMPTY_JSON, freezeJson, isJsonObject, type JsonObject } from '../../domain/json.js';

/** The head of a string in the heap of V8. */
const HEAD_BYTES = 16;

/** JSON objects are stored as strings: parsed ones take up to twenty times as much, which nothing bounds. */
export function toJson(value: JsonObject): string {
  // `JSON.stringify` makes a new string each time; all empty objects share this one.
  for (const _ in value) return JSON.stringify(value);
  return '{}';
}

/** A frozen object from a string that `toJson` made. */
export function fromJson(json: string): JsonObject {
  if (json === '{}') return EMPTY_JSON;
  const value: unknown = JSON.parse(json);
  if (!isJsonObject(value)) throw new TypeError('the stored JSON is not an object');
  return freezeJson(value);
}

/** How many bytes a string takes in the heap: one for each character, or two if any is beyond Latin-1. */
export function bytesOf(string: string): number {
  if (string === '{}') return 0;
  return HEAD_BYTES + (/[\u0100-\uffff]/.test(string) ? 2 * string.length : string.length);
}
