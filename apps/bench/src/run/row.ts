import type { Figures } from './figures.js';
import type { Options } from './options.js';

/** One measurement, which a fresh process makes: a contender at a size. */
export interface Case {
  readonly contender: string;
  readonly size: number;
}

/** What a measurement found, by the key of the metric. */
export type Values = Readonly<Record<string, number>>;

export interface Metric {
  readonly key: string;
  readonly title: string;
  readonly unit: 'ns' | 'ms' | 's' | 'a second' | 'bytes' | '';
  /** Whether its ratio to the base is shown. */
  readonly ratio?: boolean;
}

/** Whether a target is reached; `undefined` when the run did not measure what it needs. */
export interface Verdict {
  readonly target: string;
  readonly found: string;
  readonly reached: boolean;
}

/** A row of the suite: the same work done by several contenders. */
export interface Row {
  readonly name: string;
  readonly title: string;
  /** What is measured, and how to read it. */
  readonly about: string;
  /** The noise of the first one is shown. */
  readonly metrics: readonly Metric[];
  /** The contender that ratios are against. */
  readonly base: string;
  /** The size of the base, where it is not that of the contender. */
  readonly baseSize?: number;
  /** Keys of the metrics that are drawn over the sizes. */
  readonly plots?: readonly string[];
  /** What each round measures in turn, so that all contenders see the same weather. */
  plan(options: Options): readonly Case[];
  /** Whether a measurement is made in every round, not only in the first. Default: all are. */
  repeats?(of: Case, options: Options): boolean;
  /** Runs in a process of its own. Throws `SkipError` when the machine lacks what it needs. */
  measure(of: Case, options: Options): Promise<Values>;
  verdicts(figures: Figures): readonly Verdict[];
  /** Where a target is out of reach: what the limit is, and how that is known. */
  readonly limits?: string;
}

/** This machine can't make the measurement; the message says what is missing. */
export class SkipError extends Error {}
