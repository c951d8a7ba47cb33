import type { FieldProblem } from '../errors/field-problem.js';
import type { DurationName } from './timeout-config.js';

/** Two timeouts that contradict each other, in minutes: the lesser must not be above the greater. */
export interface Contradiction {
  readonly lesser: DurationName;
  readonly lesserMinutes: number;
  readonly greater: DurationName;
  readonly greaterMinutes: number;
}

interface Sent {
  readonly has: (name: DurationName) => boolean;
  /** What a timeout that was not sent is, such as `the default`. */
  readonly unsent: string;
}

/** What is wrong with every sent timeout that takes part, once for each. */
export function contradictionProblems(contradictions: readonly Contradiction[], sent: Sent): FieldProblem[] {
  const problems = new Map<DurationName, FieldProblem>();
  const tell = (name: DurationName, minutes: number, limit: string): void => {
    if (!sent.has(name)) return;
    const before = problems.get(name);
    const allowed = before ? `${before.allowed} and ${limit}` : limit;
    problems.set(name, { field: name, problem: `is ${String(minutes)}`, allowed });
  };
  const shown = (name: DurationName, minutes: number): string =>
    `${name} (${String(minutes)} minutes${sent.has(name) ? '' : `, ${sent.unsent}`})`;
  for (const { lesser, lesserMinutes, greater, greaterMinutes } of contradictions) {
    tell(lesser, lesserMinutes, `at most ${shown(greater, greaterMinutes)}`);
    tell(greater, greaterMinutes, `at least ${shown(lesser, lesserMinutes)}`);
  }
  return [...problems.values()];
}
