import type { Case, Values } from './row.js';

export interface Sample extends Case {
  readonly row: string;
  readonly values: Values;
}

/** The samples of one row, and their medians. */
export class Figures {
  constructor(private readonly samples: readonly Sample[]) {}

  /** Each contender and size once, in the order of their first sample. */
  get cases(): readonly Case[] {
    const keys = new Map(
      this.samples.map(({ contender, size }) => [`${contender}/${String(size)}`, { contender, size }]),
    );
    return [...keys.values()];
  }

  get sizes(): readonly number[] {
    return [...new Set(this.samples.map(({ size }) => size))].sort((a, b) => a - b);
  }

  /** The median of all rounds. */
  median(contender: string, size: number, key: string): number | undefined {
    return medianOf(this.all(contender, size, key));
  }

  /** Half of what lies between the least and the greatest, as a share of the median: how noisy the figure is. */
  spread(contender: string, size: number, key: string): number | undefined {
    const all = this.all(contender, size, key);
    const median = medianOf(all);
    if (median === undefined || median === 0 || all.length < 2) return undefined;
    return (Math.max(...all) - Math.min(...all)) / 2 / Math.abs(median);
  }

  private all(contender: string, size: number, key: string): number[] {
    return this.samples
      .filter((sample) => sample.contender === contender && sample.size === size)
      .flatMap(({ values }) => values[key] ?? []);
  }
}

export function medianOf(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  if (upper === undefined || sorted.length % 2 === 1) return upper;
  return (upper + (sorted[middle - 1] ?? upper)) / 2;
}

/** The value below which a share of all lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
