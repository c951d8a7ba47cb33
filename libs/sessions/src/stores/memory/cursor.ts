import { InvalidPageError } from '../../domain/errors.js';
import { LAST_INSTANT } from './time-index.js';

/** A cursor is the place, in the order of creation, from which the next page goes on. */
export function writeCursor(sequence: number): string {
  return sequence.toString(36);
}

/** Throws `InvalidPageError` for what `writeCursor` never writes. */
export function readCursor(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const sequence = /^[0-9a-z]{1,10}$/.test(cursor) ? Number.parseInt(cursor, 36) : NaN;
  if (sequence <= LAST_INSTANT && writeCursor(sequence) === cursor) return sequence;
  throw new InvalidPageError('cursor', 'The cursor is none that a page gave. Begin again without a cursor.');
}
