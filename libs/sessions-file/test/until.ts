import { setTimeout as pause } from 'node:timers/promises';

const LIMIT_MS = 20_000;

/** Resolves once the condition holds. Rejects after 20 s, so that a test that fails also ends. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + LIMIT_MS;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited 20 s in vain until ${what}`);
    await pause(5);
  }
}
