import { isSessionError, StoreUnavailableError } from 'nest-sessions/store';

/** What the first word of an error of Redis means for people. */
const MEANINGS: Readonly<Record<string, string>> = {
  BUSY: 'it is busy with a slow script of somebody else',
  CLUSTERDOWN: 'its cluster is down',
  CROSSSLOT: 'the server is a cluster: give the store a client made by createCluster',
  LOADING: 'it is loading its data from disk',
  MASTERDOWN: 'it is a replica that has lost its master',
  MISCONF: "it can't write its data to disk and refuses writes until it can",
  MOVED: 'the server is a node of a cluster: give the store a client made by createCluster',
  NOAUTH: 'it wants a password',
  NOPERM: 'its user may not run the commands or touch the keys that the store needs',
  READONLY: 'it is a replica, which takes no writes',
  TRYAGAIN: 'it is moving the slot to another node',
  WRONGPASS: 'it does not know the user or the password',
  WRONGTYPE: 'another value stands under a key of the store: give the store a prefix of its own',
};

/**
 * The error that leaves the store for any error of the driver. Its message carries no key, no id and no address; the
 * driver's own error is its `cause`.
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

export function tooLate(timeoutMs: number): StoreUnavailableError {
  return new StoreUnavailableError(
    `Redis did not answer within ${String(timeoutMs)} ms. See whether it is overloaded or out of reach, or raise commandTimeout.`,
  );
}

function messageFor(cause: unknown): string {
  const message = messageOf(cause);
  if (/\bOOM\b/.test(message)) {
    return 'Redis is out of memory (maxmemory) and takes no new sessions. Give it more, or let sessions end sooner.';
  }
  const code = Object.keys(MEANINGS).find((word) => new RegExp(`\\b${word}\\b`).test(message));
  if (code !== undefined) return `Redis refused the operation (${code}): ${MEANINGS[code] ?? ''}.`;
  return `Redis can't be reached, or failed (${nameOf(cause)}).`;
}

/** Not by `instanceof`: an error may come from another realm. */
function messageOf(error: unknown): string {
  return isObject(error) && typeof error.message === 'string' ? error.message : '';
}

/** The code of an error of the system, or else the name of its class. */
function nameOf(error: unknown): string {
  if (!isObject(error)) return typeof error;
  return typeof error.code === 'string' ? error.code : error.constructor.name;
}

function isObject(
  value: unknown,
): value is { readonly message?: unknown; readonly code?: unknown; constructor: { name: string } } {
  return typeof value === 'object' && value !== null;
}
