import { medianOf, spreadOf } from './figures.js';
import { isHigherBetter, type Metric } from './metric.js';

const MIN_ROUNDS = 3;

/** How a figure of one checkout compares with that of another. */
export interface Comparison {
  /** The figure of the first checkout divided by that of the second: the median over the rounds. */
  readonly ratio: number;
  /** Half the range of the rounds' ratios, as a share of the median; `undefined` after a single round. */
  readonly noise: number | undefined;
  /** A difference counts if all rounds agree on it and it exceeds the noise. Fewer than three rounds give no verdict. */
  readonly verdict: 'better' | 'same' | 'worse' | undefined;
}

/** Compares round by round, since the two figures of one round were measured right after each other. */
export function compare(metric: Metric, first: readonly number[], second: readonly number[]): Comparison | undefined {
  const ratios = first.flatMap((figure, round) => {
    const other = second[round];
    return other === undefined || other === 0 ? [] : [figure / other];
  });
  const ratio = medianOf(ratios);
  if (ratio === undefined) return undefined;
  const noise = spreadOf(ratios);
  return { ratio, noise, verdict: verdictOf(metric, ratios, ratio, noise) };
}

function verdictOf(
  metric: Metric,
  ratios: readonly number[],
  ratio: number,
  noise: number | undefined,
): Comparison['verdict'] {
  if (noise === undefined || ratios.length < MIN_ROUNDS) return undefined;
  const allAgree = ratios.every((one) => one > 1) || ratios.every((one) => one < 1);
  if (!allAgree || Math.abs(ratio - 1) <= noise) return 'same';
  return ratio > 1 === isHigherBetter(metric) ? 'better' : 'worse';
}
