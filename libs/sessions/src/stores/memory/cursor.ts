import { InvalidPageError } from '../../domain/errors.js';
import { LAST_INSTANT } from './time-index.js';

/** Tells a cursor of this store from other texts. */
const MARK = 0x6d31;

/** A cursor is the place from which the next page goes on: 2 bytes of mark, 6 of place. */
export function writeCursor(place: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16BE(MARK);
  bytes.writeUIntBE(place, 2, 6);
  return bytes.toString('base64url');
}

/** Throws `InvalidPageError` for what `writeCursor` never writes. */
export function readCursor(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.length === 8 && bytes.readUInt16BE() === MARK) {
    const place = bytes.readUIntBE(2, 6);
    if (place <= LAST_INSTANT && writeCursor(place) === cursor) return place;
  }
  throw new InvalidPageError('cursor', 'The cursor is none that a page gave. Begin again without a cursor.');
}
