import { InvalidPageError, InvalidSessionError } from '../domain/errors.js';
import { quoted } from '../options/option-checker.js';

/** An id often comes from a header or a cookie that is not there, past the types. */
export function isId(id: unknown): boolean {
  return typeof id === 'string';
}

/** Plain JavaScript may give null, which no default of a parameter replaces. */
export function checkObject(method: string, options: unknown): void {
  if (typeof options === 'object' && options !== null) return;
  throw new InvalidSessionError('options', `of ${method}() must be an object, got ${quoted(options)}`);
}

export function checkLimit(limit: unknown, most: number): void {
  if (Number.isSafeInteger(limit) && Number(limit) >= 1 && Number(limit) <= most) return;
  throw new InvalidPageError(
    'limit',
    `limit is ${quoted(limit)}, allowed is a whole number from 1 to ${String(most)}.`,
  );
}

export function checkUserId(userId: unknown): void {
  if (typeof userId !== 'string' || userId === '') {
    throw new InvalidSessionError('userId', 'must be a string that is not empty');
  }
}
