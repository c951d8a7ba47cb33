import { randomBytes } from 'node:crypto';
import { isJsonObject, type IdHash } from 'nest-sessions/store';
import { parsed } from './record.js';

/** Raised when the keys or values of the database change their meaning. */
export const FORMAT = 2;

const SLOT_SECRET_BYTES = 16;
const KEY_PRINT_CHARACTERS = 24;

/** The first entry, which is needed to read all others. */
export interface Layout {
  readonly format: number;
  /** How ids are kept: `plain`, or `hashed` and a fingerprint of the key. */
  readonly ids: string;
  /** Encrypts the slots in ids. With another secret, no id finds its session. */
  readonly slotSecret: Uint8Array;
}

export function newLayout(hash: IdHash | undefined): Layout {
  return { format: FORMAT, ids: wayOfIds(hash), slotSecret: randomBytes(SLOT_SECRET_BYTES) };
}

/** Shows whether two stores have the same key, and nothing else about the key. */
export function wayOfIds(hash: IdHash | undefined): string {
  return hash === undefined ? 'plain' : `hashed ${hash('').slice(0, KEY_PRINT_CHARACTERS)}`;
}

export function encodeLayout({ format, ids, slotSecret }: Layout): Buffer {
  return Buffer.from(JSON.stringify({ format, ids, slotSecret: Buffer.from(slotSecret).toString('base64url') }));
}

/** `undefined` for bytes that are not a layout. One of a newer format may say more than this. */
export function decodeLayout(bytes: Buffer): Layout | undefined {
  const value = parsed(bytes);
  if (!isJsonObject(value) || typeof value.format !== 'number') return undefined;
  const ids = typeof value.ids === 'string' ? value.ids : '';
  const slotSecret = Buffer.from(typeof value.slotSecret === 'string' ? value.slotSecret : '', 'base64url');
  if (value.format === FORMAT && slotSecret.length !== SLOT_SECRET_BYTES) return undefined;
  return { format: value.format, ids, slotSecret };
}
