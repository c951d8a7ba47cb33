import { StoreUnavailableError } from 'nest-sessions/store';

/** The files can't be read, or contradict each other. */
export class DamagedError extends StoreUnavailableError {}

/** The code of an error of the system or of LevelDB, or that of its cause. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('cause' in error && error.cause !== undefined) return codeOf(error.cause);
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** The message of the first cause of an error. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : messageOf(error.cause);
}
