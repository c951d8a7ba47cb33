/** Writes the dashboard of deploy/grafana. With `--check` it writes nothing, and fails if the dashboard is out of date. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { dashboard } from './dashboard.mjs';

const target = join(import.meta.dirname, '..', '..', 'deploy', 'grafana', 'nest-sessions.json');
const written = await format(JSON.stringify(dashboard()), { parser: 'json', printWidth: 120 });
if (!process.argv.includes('--check')) writeFileSync(target, written);
else if (readFileSync(target, 'utf8') !== written)
  throw new Error('The dashboard is out of date: npm run docs:dashboard');
