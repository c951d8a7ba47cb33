import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Where test-monitoring.mjs has found Prometheus. */
export function prometheusProgram(name: 'prometheus' | 'promtool'): string {
  const folder = process.env.PROMETHEUS_FOLDER;
  if (folder === undefined) throw new Error('Run these tests with: npm run test:monitoring');
  return join(folder, name);
}

/** Runs promtool, and returns its exit code and all that it says. */
export function promtool(args: readonly string[], input = ''): { readonly code: number | null; readonly says: string } {
  const { status, stdout, stderr } = spawnSync(prometheusProgram('promtool'), args, { input, encoding: 'utf8' });
  return { code: status, says: stdout + stderr };
}
