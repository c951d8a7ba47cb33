import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as z from 'zod';

const SCRIPT = fileURLToPath(new URL('fill-file-store.js', import.meta.url));

/** Fills a directory in a process of its own. Returns the CPU time of all creates, in milliseconds. */
export async function fillDirectory(directory: string, count: number): Promise<number> {
  const args = ['--max-old-space-size=16000', SCRIPT, directory, String(count)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return z.object({ ms: z.number() }).parse(JSON.parse(stdout)).ms;
}
