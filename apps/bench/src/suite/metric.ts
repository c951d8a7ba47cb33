export type Unit = 'ns' | 'ms' | 's' | 'a second' | 'bytes' | '';

/** One kind of figure that a row finds. */
export interface Metric {
  readonly key: string;
  readonly title: string;
  readonly unit: Unit;
  /** Whether the report shows the ratio to the row's base. */
  readonly ratio?: boolean;
}

/** Rates are better when they are higher, everything else when it is lower. */
export function isHigherBetter({ unit }: Metric): boolean {
  return unit === 'a second';
}
