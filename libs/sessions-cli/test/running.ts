import { Readable } from 'node:stream';
import { run } from '../src/run.js';

export interface Ran {
  readonly code: number;
  readonly out: readonly string[];
  readonly notes: string;
}

/** Runs the command as a shell would, and returns what it wrote. */
export async function running(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  input = '',
  isTerminal = false,
): Promise<Ran> {
  const out: string[] = [];
  let notes = '';
  const code = await run(args, {
    env,
    stdin: Readable.from([input]),
    isTerminal,
    out: (line) => void out.push(line),
    note: (text) => (notes += text),
  });
  return { code, out, notes };
}
