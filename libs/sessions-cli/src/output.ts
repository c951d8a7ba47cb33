import { createHash } from 'node:crypto';

/**
 * Enough to tell sessions apart. A server names its records with the same number of characters. Nobody can compute the id
 * from them.
 */
const FINGERPRINT_CHARACTERS = 16;

export type Row = Readonly<Record<string, string | number | undefined>>;

/** A short hash of a session id, the same in every run. */
export function fingerprint(id: string): string {
  return createHash('sha256').update(id).digest('base64url').slice(0, FINGERPRINT_CHARACTERS);
}

/**
 * Rows with aligned columns, below the names of the columns. With `goesOn`, it leaves out the names, which were shown
 * before.
 */
export function table(rows: readonly Row[], goesOn = false): readonly string[] {
  const names = Object.keys(rows[0] ?? {});
  const body = rows.map((row) => names.map((name) => String(row[name] ?? '-')));
  const cells = goesOn ? body : [names, ...body];
  const widths = names.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  return cells.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
