import { InvalidPageError } from 'nest-sessions/store';

/** Where a page begins: a shard, and a position in its order of creation. */
export interface PageStart {
  readonly shard: number;
  readonly position: number;
}

/** Two digits of base 36 for the shard, and the rest for the position. */
export function writeCursor({ shard, position }: PageStart): string {
  return shard.toString(36).padStart(2, '0') + position.toString(36);
}

/** Throws `InvalidPageError` for a string that `writeCursor` never writes, and for a shard that is not allowed. */
export function readCursor(cursor: string, isAllowed: (shard: number) => boolean): PageStart {
  if (/^[0-9a-z]{3,13}$/.test(cursor)) {
    const at = { shard: Number.parseInt(cursor.slice(0, 2), 36), position: Number.parseInt(cursor.slice(2), 36) };
    if (isAllowed(at.shard) && Number.isSafeInteger(at.position) && writeCursor(at) === cursor) return at;
  }
  throw new InvalidPageError('cursor', 'The cursor does not come from a page. Begin again without a cursor.');
}
