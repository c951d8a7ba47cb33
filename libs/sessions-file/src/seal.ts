/** The last entry of each batch: facts about the database after that batch. */
export interface Seal {
  /** The sum of the census. */
  readonly sum: number;
  readonly sessions: number;
  /** The latest instant that the store has used. */
  readonly lastInstant: number;
}

const BYTES = 20;

export function encodeSeal({ sum, sessions, lastInstant }: Seal): Buffer {
  const bytes = Buffer.allocUnsafe(BYTES);
  bytes.writeUInt32LE(sum, 0);
  bytes.writeDoubleLE(sessions, 4);
  bytes.writeDoubleLE(lastInstant, 12);
  return bytes;
}

/** `undefined` for bytes that `encodeSeal` did not write. */
export function decodeSeal(bytes: Buffer): Seal | undefined {
  if (bytes.length !== BYTES) return undefined;
  return { sum: bytes.readUInt32LE(0), sessions: bytes.readDoubleLE(4), lastInstant: bytes.readDoubleLE(12) };
}
