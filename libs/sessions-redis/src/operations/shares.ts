/** Splits a whole number into nearly equal parts. */
export function split(whole: number, parts: number): number[] {
  const least = Math.floor(whole / parts);
  return Array.from({ length: parts }, (_, at) => least + (at < whole % parts ? 1 : 0));
}

/** The same items, beginning at another one. */
export function rotated<T>(items: readonly T[], by: number): readonly T[] {
  const first = by % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
}
