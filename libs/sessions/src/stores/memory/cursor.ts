import { InvalidPageError } from '../../domain/errors.js';
import { LAST_INSTANT } from './instant-digits.js';

/** Distinguishes a cursor of this store from other strings. */
const MARK = 0x6d31;

/** A cursor says where the next page begins, as a slot or a serial number: 2 bytes of mark, then 6 bytes of number. */
export function writeCursor(at: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16BE(MARK);
  bytes.writeUIntBE(at, 2, 6);
  return bytes.toString('base64url');
}

/** Throws `InvalidPageError` if `writeCursor` did not write this cursor. */
export function readCursor(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.length === 8 && bytes.readUInt16BE() === MARK) {
    const at = bytes.readUIntBE(2, 6);
    if (at <= LAST_INSTANT && writeCursor(at) === cursor) return at;
  }
  throw new InvalidPageError(
    'cursor',
    'The cursor did not come from a page of this store. Start again without a cursor.',
  );
}
