/** Draws docs/dashboard.svg with a Prometheus. The argument is how many seconds of traffic to show; default 180. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prometheusFolder } from './prometheus.mjs';

const here = import.meta.dirname;
const hooks = pathToFileURL(join(here, '../../libs/sessions-redis/test/processes/typescript.mjs')).href;
const { status } = spawnSync(
  process.execPath,
  ['--import', hooks, join(here, 'draw', 'main.ts'), ...process.argv.slice(2)],
  { env: { ...process.env, PROMETHEUS_FOLDER: prometheusFolder() }, stdio: 'inherit' },
);
process.exitCode = status ?? 1;
