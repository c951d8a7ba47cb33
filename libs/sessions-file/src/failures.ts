import { StoreUnavailableError } from 'nest-sessions/store';

/** The files can't be read, or don't agree with each other. */
export class DamagedError extends StoreUnavailableError {}

/** An error of the system or of LevelDB, or its cause. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('cause' in error && error.cause !== undefined) return codeOf(error.cause);
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** What an error says at its root. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : messageOf(error.cause);
}
