import { isSessionError, StoreUnavailableError } from 'nest-sessions/store';
import { withoutValues, wordsOfConnection, wordsOfRefusal } from './words.js';

const FULL =
  'Redis is out of memory (OOM: maxmemory) and refused the operation. Give it more memory, or let sessions end sooner.';

/**
 * The error that the store throws for any error of the driver. Its message has no key, no id and no address; the error of
 * the driver is its `cause`.
 */
export function unavailable(cause: unknown): Error {
  return isSessionError(cause) ? cause : new StoreUnavailableError(messageFor(cause), { cause });
}

/** Whether Redis does not know the script, as after a restart, a failover or SCRIPT FLUSH. */
export function isUnknownScript(error: unknown): boolean {
  return messageOf(error).startsWith('NOSCRIPT');
}

/** Whether a cluster is moving the slot of the keys to another node, and has run nothing. */
export function isMoving(error: unknown): boolean {
  return messageOf(error).startsWith('TRYAGAIN');
}

export function isReadOnly(error: unknown): boolean {
  return /\bREADONLY\b/.test(messageOf(error));
}

/** Whether the client refused the command because it is not connected. */
export function isOffline(error: unknown): boolean {
  return messageOf(error) === 'The client is offline';
}

export function tooLate(timeoutMs: number): StoreUnavailableError {
  return new StoreUnavailableError(
    `Redis did not answer within ${String(timeoutMs)} ms. It is overloaded or out of reach, or commandTimeout is too short.`,
  );
}

/** Whether an error of Redis says that its memory is full. */
export function isFull(message: string): boolean {
  return /\bOOM\b/.test(message);
}

/** Whether an operation failed because the memory of Redis is full. It has changed nothing then. */
export function isOutOfMemory(error: unknown): boolean {
  return isObject(error) && 'cause' in error && isFull(messageOf(error.cause));
}

/** An error of Redis in plain words. */
export function refusalOf(message: string): string {
  return isFull(message) ? FULL : `Redis refused the operation ${wordsOfRefusal(message)}.`;
}

function messageFor(cause: unknown): string {
  const message = messageOf(cause);
  const code = codeOf(cause);
  const connection = wordsOfConnection(code, message);
  if (connection !== undefined) return `Redis can't be reached: ${connection}.`;
  if (code === undefined && isReply(cause, message)) return refusalOf(message);
  return `Redis can't be reached, or failed (${[code ?? nameOf(cause), withoutValues(message)].join(' ').trim()}).`;
}

/** Whether Redis answered with this error. An error of a script may have no code. */
function isReply(cause: unknown, message: string): boolean {
  return isFull(message) || /^-?[A-Z][A-Z0-9]+ /.test(message) || /^(Simple|Blob)Error$/.test(nameOf(cause));
}

/** The message of an error. It does not use `instanceof`, because an error may come from another realm. */
export function messageOf(error: unknown): string {
  return isObject(error) && typeof error.message === 'string' ? error.message : '';
}

/** The code of an error of the system or of TLS. */
function codeOf(error: unknown): string | undefined {
  return isObject(error) && typeof error.code === 'string' ? error.code : undefined;
}

/** The name of the error's class. */
function nameOf(error: unknown): string {
  return isObject(error) ? error.constructor.name : typeof error;
}

function isObject(
  value: unknown,
): value is { readonly message?: unknown; readonly code?: unknown; constructor: { name: string } } {
  return typeof value === 'object' && value !== null;
}
