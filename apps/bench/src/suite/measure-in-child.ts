import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as z from 'zod';
import type { Case, Values } from './case.js';
import type { Checkout } from './checkout.js';

const ANSWER = z.union([
  z.object({ values: z.record(z.string(), z.number()) }),
  z.object({ skipped: z.string() }),
  z.object({ failed: z.string() }),
]);

export type Answer = { readonly values: Values } | { readonly skipped: string } | { readonly failed: string };

/** Makes one measurement in a process of its own, free of the memory and the compiled code of others. */
export async function measureInChild(
  { script }: Checkout,
  row: string,
  of: Case,
  args: readonly string[],
): Promise<Answer> {
  const flags = ['--expose-gc', '--max-old-space-size=16000'];
  const child = spawn(process.execPath, [...flags, script, row, of.contender, String(of.size), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child, 'close');
  const lastLine = output.trimEnd().split('\n').at(-1) ?? '';
  const answer = ANSWER.safeParse(parsed(lastLine));
  return answer.success ? answer.data : { failed: `it ended with code ${String(child.exitCode)}` };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
