import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new directory that is removed when this process ends. */
export function temporaryDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), 'nest-sessions-bench-'));
  process.once('exit', () => {
    rmSync(path, { recursive: true, force: true });
  });
  return path;
}

/** The bytes that a directory occupies on the disk: the blocks of all files in it. */
export function bytesOnDisk(path: string): number {
  return readdirSync(path, { recursive: true, encoding: 'utf8' }).reduce(
    (sum, name) => sum + (statSync(join(path, name), { throwIfNoEntry: false })?.blocks ?? 0) * 512,
    0,
  );
}
