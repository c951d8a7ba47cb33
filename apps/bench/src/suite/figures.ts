import type { Case, Sample } from './case.js';

/** The samples of one row, and their medians and spread over all rounds. */
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

  get largestSize(): number | undefined {
    return this.sizes.at(-1);
  }

  median(contender: string, size: number | undefined, key: string): number | undefined {
    return medianOf(this.rounds(contender, size, key));
  }

  /** How noisy a figure is: see `spreadOf`. */
  spread(contender: string, size: number, key: string): number | undefined {
    return spreadOf(this.rounds(contender, size, key));
  }

  /** The figure of each round, first round first. */
  rounds(contender: string, size: number | undefined, key: string): number[] {
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

/** Half the distance between the lowest and the highest value, as a share of the median. One value has no spread. */
export function spreadOf(values: readonly number[]): number | undefined {
  const median = medianOf(values);
  if (median === undefined || median === 0 || values.length < 2) return undefined;
  return (Math.max(...values) - Math.min(...values)) / 2 / Math.abs(median);
}
