import { cpus, release, totalmem, type } from 'node:os';

/** The machine that the figures come from. */
export function machine(): string {
  const cores = cpus();
  const model = cores[0]?.model.trim();
  return [
    `- ${String(cores.length)} cores${model === undefined || model === 'unknown' ? '' : ` (${model})`}`,
    `- ${(totalmem() / 2 ** 30).toFixed(0)} GiB of memory`,
    `- ${type()} ${release().split('-')[0] ?? ''}`,
    `- Node ${process.versions.node}, V8 ${process.versions.v8}`,
    `- measured on ${new Date().toISOString().slice(0, 10)}`,
  ].join('\n');
}
