/** Tests the metrics, the alerts and the dashboard with Prometheus. If apt can't provide it, prints that this was not tested. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { prometheusFolder } from './prometheus.mjs';

let folder;
try {
  folder = prometheusFolder();
} catch (error) {
  console.log(`NOT TESTED with Prometheus: ${error instanceof Error ? error.message : String(error)}`);
}

if (folder !== undefined) {
  const jest = join(import.meta.dirname, '../../node_modules/jest/bin/jest.js');
  const { status } = spawnSync(process.execPath, [jest, '-c', 'jest.monitoring.config.cjs', ...process.argv.slice(2)], {
    cwd: import.meta.dirname,
    env: {
      ...process.env,
      PROMETHEUS_FOLDER: folder,
      NODE_OPTIONS: '--experimental-vm-modules --no-warnings=ExperimentalWarning',
    },
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}
