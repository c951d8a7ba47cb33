/** Where in JSON, of few levels, numbers stand that are too large to be one: JSON would write them as null. */
export function nonFiniteNumbers(json: unknown): string[][] {
  const found: string[][] = [];
  const path: string[] = [];
  const search = (value: unknown): void => {
    if (typeof value === 'number' && !Number.isFinite(value)) found.push([...path]);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      path.push(key);
      search(inner);
      path.pop();
    }
  };
  search(json);
  return found;
}
