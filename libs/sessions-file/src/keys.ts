/** Every key in the database begins with one byte that says what its value is. */
export const LAYOUT = key(1);
export const SEAL = key(2);

const SESSION = 3;
const FORMER_ID = 4;
const QUARANTINED = 5;
const ENDING = 6;
const GROUP = 7;
const OWED = 8;
const REMEMBERED = 9;

/** The last byte of a session's two keys. */
const RECORD = 0;
const TIMES = 1;

const NUMBER_BYTES = 6;
const NUMBERED_BYTES = 1 + NUMBER_BYTES;

/** What a key means. `number` is the serial of a session, or a running number. */
export type ParsedKey =
  | { readonly kind: 'layout' }
  | { readonly kind: 'seal' }
  | { readonly kind: 'record'; readonly number: number }
  | { readonly kind: 'times'; readonly number: number }
  | { readonly kind: 'quarantined' | 'ending' | 'remembered'; readonly number: number }
  | { readonly kind: 'formerId' | 'owed'; readonly number: number; readonly name: string }
  | { readonly kind: 'group'; readonly name: string };

/** The part of a session that seldom changes. Keys sort in order of creation; the times of a session follow its record. */
export function recordKey(serial: number): Buffer {
  return sessionKey(serial, RECORD);
}

/** The part of a session that a touch changes. */
export function timesKey(serial: number): Buffer {
  return sessionKey(serial, TIMES);
}

export function formerIdKey(serial: number, id: string): Buffer {
  return Buffer.concat([numbered(FORMER_ID, serial), Buffer.from(id)]);
}

export function quarantinedKey(number: number): Buffer {
  return numbered(QUARANTINED, number);
}

/** An ending that a group of listeners still has to handle. */
export function endingKey(number: number): Buffer {
  return numbered(ENDING, number);
}

/** An ending that the store remembers, for lookups with the id of its session. */
export function rememberedKey(number: number): Buffer {
  return numbered(REMEMBERED, number);
}

export function groupKey(name: string): Buffer {
  return Buffer.concat([key(GROUP), Buffer.from(name)]);
}

/** An entry that says that a group has not handled an ending yet. */
export function owedKey(number: number, group: string): Buffer {
  return Buffer.concat([numbered(OWED, number), Buffer.from(group)]);
}

/** `undefined` for a key that this store does not write. */
export function parseKey(bytes: Buffer): ParsedKey | undefined {
  const kind = bytes[0];
  if (kind === GROUP) return { kind: 'group', name: bytes.toString('utf8', 1) };
  if (bytes.length === 1)
    return kind === LAYOUT[0] ? { kind: 'layout' } : kind === SEAL[0] ? { kind: 'seal' } : undefined;
  if (bytes.length < NUMBERED_BYTES) return undefined;
  const number = bytes.readUIntBE(1, NUMBER_BYTES);
  if (kind === SESSION && bytes.length === NUMBERED_BYTES + 1) {
    return bytes[NUMBERED_BYTES] === RECORD ? { kind: 'record', number } : { kind: 'times', number };
  }
  if (kind === FORMER_ID) return { kind: 'formerId', number, name: bytes.toString('utf8', NUMBERED_BYTES) };
  if (kind === OWED) return { kind: 'owed', number, name: bytes.toString('utf8', NUMBERED_BYTES) };
  if (kind === QUARANTINED) return { kind: 'quarantined', number };
  if (kind === REMEMBERED) return { kind: 'remembered', number };
  return kind === ENDING ? { kind: 'ending', number } : undefined;
}

function sessionKey(serial: number, part: number): Buffer {
  const bytes = Buffer.allocUnsafe(NUMBERED_BYTES + 1);
  bytes[0] = SESSION;
  bytes.writeUIntBE(serial, 1, NUMBER_BYTES);
  bytes[NUMBERED_BYTES] = part;
  return bytes;
}

function numbered(kind: number, number: number): Buffer {
  const bytes = Buffer.allocUnsafe(NUMBERED_BYTES);
  bytes[0] = kind;
  bytes.writeUIntBE(number, 1, NUMBER_BYTES);
  return bytes;
}

function key(kind: number): Buffer {
  return Buffer.from([kind]);
}
