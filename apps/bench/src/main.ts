import { writeDocs } from './report/docs.js';
import { loadRuns, saveRuns } from './report/saved-runs.js';
import { terminalReport } from './report/terminal.js';
import { ROWS } from './rows/index.js';
import { measureInChild } from './suite/measure-in-child.js';
import { readOptions, USAGE } from './suite/options.js';
import { runRow, type RowRun } from './suite/run-row.js';

const args = process.argv.slice(2);
if (args.includes('--help')) {
  console.log(USAGE);
  process.exit(0);
}
const options = readOptions(args);
const unknown = options.rows.filter((name) => !ROWS.some((row) => row.name === name));
if (unknown.length > 0) {
  const known = ROWS.map(({ name }) => name).join(', ');
  console.error(`There is no row ${unknown.join(', ')}. The rows are ${known}.`);
  process.exit(1);
}
const chosen = options.rows.length === 0 ? ROWS : ROWS.filter(({ name }) => options.rows.includes(name));

const keepsOthers = options.write && (options.docsOnly || options.rows.length > 0);
const runs = new Map<string, RowRun>(keepsOthers ? loadRuns() : []);
for (const row of options.docsOnly ? [] : chosen) {
  if (row.plan(options).length === 0) continue;
  const run = await runRow(row, options, (of) => measureInChild(row.name, of, args));
  runs.set(row.name, run);
  console.log(terminalReport(row, run));
  if (options.write) saveRuns(runs);
}
if (options.write) await writeDocs(ROWS, runs);
