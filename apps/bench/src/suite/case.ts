/** One measurement, made in a process of its own: a contender at a number of sessions. */
export interface Case {
  readonly contender: string;
  readonly size: number;
}

/** The figures of one measurement, by the key of their metric. */
export type Values = Readonly<Record<string, number>>;

/** The figures of one case in one round. */
export interface Sample extends Case {
  readonly values: Values;
}

/** Thrown when this machine can't make the measurement. The message says what is missing. */
export class SkipError extends Error {}
