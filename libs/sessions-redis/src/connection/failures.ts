import { isSessionError, StoreUnavailableError } from 'nest-sessions/store';

/** The code that an error of Redis begins with, in plain words. */
const MEANINGS: Readonly<Record<string, string>> = {
  BUSY: 'another client runs a slow script',
  CLUSTERDOWN: 'its cluster is down',
  CROSSSLOT: 'the server is a cluster: give the store a client made by createCluster',
  LOADING: 'it is loading its data from disk',
  MASTERDOWN: 'it is a replica without a connection to its master',
  MISCONF: "it can't save its data to disk and refuses writes until it can",
  MOVED: 'the server is a node of a cluster: give the store a client made by createCluster',
  NOAUTH: 'it requires a password',
  NOPERM: "its user lacks the right to a command or key that the store needs: see the store's README",
  NOREPLICAS: 'too few replicas are connected (min-replicas-to-write)',
  READONLY: 'it is a replica, which takes no writes',
  TRYAGAIN: 'it is moving the slot to another node',
  WRONGPASS: 'it does not accept the user name or the password',
  WRONGTYPE: 'a key of the store holds a value of another type: give the store a prefix of its own',
};

const FULL = 'Redis is out of memory (maxmemory) and takes no new sessions. Give it more, or let sessions end sooner.';

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
  return nameOf(error) === 'ClientOfflineError';
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

/** An error of Redis in plain words. */
export function refusalOf(message: string): string {
  if (isFull(message)) return FULL;
  // Inside a script, Redis 7 has no code for it.
  const text = message.replace(/^ERR (?=The user executing the script can't )/, 'NOPERM ');
  const known = Object.keys(MEANINGS).find((word) => new RegExp(`\\b${word}\\b`).test(text));
  if (known !== undefined) return `Redis refused the operation (${known}): ${MEANINGS[known] ?? ''}.`;
  return `Redis refused the operation (${/^[A-Z]+/.exec(text)?.[0] ?? 'ERR'}).`;
}

function messageFor(cause: unknown): string {
  const message = messageOf(cause);
  const isRefusal = !isSystemError(cause) && /^-?[A-Z][A-Z0-9]+ /.test(message);
  return isRefusal || isFull(message) ? refusalOf(message) : `Redis can't be reached, or failed (${nameOf(cause)}).`;
}

/** Not by `instanceof`: an error may come from another realm. */
export function messageOf(error: unknown): string {
  return isObject(error) && typeof error.message === 'string' ? error.message : '';
}

/** The code of an error of the system, or else the name of its class. */
function nameOf(error: unknown): string {
  if (!isObject(error)) return typeof error;
  return isSystemError(error) ? String(error.code) : error.constructor.name;
}

function isSystemError(error: unknown): boolean {
  return isObject(error) && typeof error.code === 'string';
}

function isObject(
  value: unknown,
): value is { readonly message?: unknown; readonly code?: unknown; constructor: { name: string } } {
  return typeof value === 'object' && value !== null;
}
