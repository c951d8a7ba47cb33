import { InvalidPageError, InvalidSessionError } from '../domain/errors.js';
import { quoted } from '../options/option-checker.js';

/** Whether an id is a string. It may be missing despite its type, for example in a request without a cookie. */
export function isId(id: unknown): boolean {
  return typeof id === 'string';
}

/** Refuses `null`, which plain JavaScript may pass: a default parameter does not replace it. */
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
    throw new InvalidSessionError('userId', 'must be a non-empty string');
  }
}
