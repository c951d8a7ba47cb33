import { InvalidPageError } from 'nest-sessions/store';

/** Where a page begins: a shard, and a place in its order of creation. */
export interface PagePlace {
  readonly shard: number;
  readonly place: number;
}

/** Two digits of base 36 for the shard, and the rest for the place. */
export function writeCursor({ shard, place }: PagePlace): string {
  return shard.toString(36).padStart(2, '0') + place.toString(36);
}

/** Throws `InvalidPageError` for what `writeCursor` never writes, and for a shard that is none of those allowed. */
export function readCursor(cursor: string, isAllowed: (shard: number) => boolean): PagePlace {
  if (/^[0-9a-z]{3,13}$/.test(cursor)) {
    const at = { shard: Number.parseInt(cursor.slice(0, 2), 36), place: Number.parseInt(cursor.slice(2), 36) };
    if (isAllowed(at.shard) && Number.isSafeInteger(at.place) && writeCursor(at) === cursor) return at;
  }
  throw new InvalidPageError('cursor', 'The cursor is none that a page gave. Begin again without a cursor.');
}
