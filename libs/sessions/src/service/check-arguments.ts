import type { EndCause } from '../domain/ending.js';
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

/** The reasons that only the library gives. */
const OWN_REASONS: readonly string[] = ['idle', 'absolute', 'evicted', 'quarantined', 'rotated', 'reused', 'signed-in'];
const MOST_CHARACTERS = 128;

/** Who ends sessions and why; only these two of the options. */
export function checkCause({ reason, by }: EndCause): EndCause {
  checkShortString('reason', reason);
  checkShortString('by', by);
  if (reason !== undefined && OWN_REASONS.includes(reason)) {
    throw new InvalidSessionError('reason', `must not be ${quoted(reason)}, which the library gives itself`);
  }
  return { reason, by };
}

function checkShortString(field: 'reason' | 'by', value: unknown): void {
  if (value === undefined || (typeof value === 'string' && value !== '' && value.length <= MOST_CHARACTERS)) return;
  throw new InvalidSessionError(field, `must be a string of 1 to ${String(MOST_CHARACTERS)} characters`);
}

/** Anything but `false` and `true` could be meant either way. */
export function checkAuthenticated(authenticated: unknown): void {
  if (authenticated === undefined || typeof authenticated === 'boolean') return;
  throw new InvalidSessionError('authenticated', `must be true or false, got ${quoted(authenticated)}`);
}

export function checkUserId(userId: unknown): void {
  if (typeof userId !== 'string' || userId === '') {
    throw new InvalidSessionError('userId', 'must be a non-empty string');
  }
}
