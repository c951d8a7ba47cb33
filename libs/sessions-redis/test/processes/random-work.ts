/** Messages between a test and the processes that work at random. */
export interface WorkSettings {
  readonly url: string;
  readonly prefix: string;
  readonly seed: number;
  readonly seconds: number;
  /** How many sessions there should be at a time. */
  readonly population: number;
}

export interface WorkReport {
  /** The sessions that the process created. */
  readonly created: readonly string[];
  /** The ids that rotations replaced, each with the new one. */
  readonly rotated: readonly (readonly [id: string, next: string])[];
  /** The sessions whose endings were delivered to the process, one for each delivery. */
  readonly ended: readonly string[];
  /** How often the process did each operation. */
  readonly operations: Readonly<Record<string, number>>;
  readonly failures: readonly string[];
}

export function isWorkSettings(value: unknown): value is WorkSettings {
  return typeof value === 'object' && value !== null && 'url' in value && 'seed' in value;
}

export function isWorkReport(value: unknown): value is WorkReport {
  return typeof value === 'object' && value !== null && 'created' in value && 'ended' in value;
}

/** Numbers from 0 to 1 that look random and follow from a seed (Mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
