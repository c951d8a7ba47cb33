/** One thing that a check of a store looked at, for operators. */
export interface Finding {
  /** The subject in a word or two, such as `eviction policy`. */
  readonly check: string;
  /** `problem`: sessions are refused or can be lost. `warning`: they will be, or something could not be checked. */
  readonly level: 'ok' | 'warning' | 'problem';
  readonly message: string;
  /** How to mend it. Absent if nothing is wrong. */
  readonly remedy?: string;
}
