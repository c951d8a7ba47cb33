import type { Case, Values } from './case.js';
import type { Figures } from './figures.js';
import type { Metric } from './metric.js';
import type { Options } from './options.js';
import type { TargetResult } from './targets.js';

/** A row of the suite: several contenders do the same work. */
export interface Row {
  readonly name: string;
  readonly title: string;
  /** Describes the measurement and how to read the figures. */
  readonly about: string;
  /** The report shows the noise of the first metric. */
  readonly metrics: readonly Metric[];
  /** The report divides by the figures of this contender. */
  readonly base: string;
  /** The number of sessions of the base, if it differs from the contender's. */
  readonly baseSize?: number;
  /** The contenders that run the code of this project. `--beside` measures them with another checkout too. */
  readonly own: readonly string[];
  /** The metrics whose growth with the number of sessions is plotted, by key. */
  readonly plots?: readonly string[];
  /** The cases of one round, in the order in which they run. */
  plan(options: Options): readonly Case[];
  /** Whether every round measures the case, not only the first. The default is true. */
  repeats?(of: Case, options: Options): boolean;
  /** Makes one measurement, in a process of its own. Throws `SkipError` when the machine lacks what it needs. */
  measure(of: Case, options: Options): Promise<Values>;
  targets(figures: Figures): readonly TargetResult[];
  /** Explains why a target can't be reached, with evidence. */
  readonly limits?: string;
}
