import { writeDocs } from './report/docs.js';
import { loadRuns, saveRuns } from './report/saved-runs.js';
import { besideReport, terminalReport } from './report/terminal.js';
import { ROWS } from './rows/index.js';
import type { Case } from './suite/case.js';
import { otherCheckout, thisCheckout, type Checkout } from './suite/checkout.js';
import { measureInChild, type Answer } from './suite/measure-in-child.js';
import { readOptions, USAGE } from './suite/options.js';
import type { RowRun } from './suite/row-recorder.js';
import { runBeside, runRow } from './suite/run-row.js';

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
const planned = chosen.filter((row) => row.plan(options).length > 0);

if (options.beside === undefined) await measureThis();
else await measureBeside(otherCheckout(options.beside));

async function measureThis(): Promise<void> {
  const here = thisCheckout();
  const keepsOthers = options.write && (options.docsOnly || options.rows.length > 0);
  const runs = new Map<string, RowRun>(keepsOthers ? loadRuns() : []);
  for (const row of options.docsOnly ? [] : planned) {
    const run = await runRow(row, options, measureWith(here, row.name));
    runs.set(row.name, run);
    console.log(`\n${terminalReport(row, run)}`);
    if (options.write) saveRuns(runs);
  }
  if (options.write) await writeDocs(ROWS, runs);
}

async function measureBeside(beside: Checkout): Promise<void> {
  const here = thisCheckout();
  for (const row of planned) {
    const runs = await runBeside(row, options, measureWith(here, row.name), measureWith(beside, row.name));
    console.log(`\n${besideReport(row, runs, { here: here.commit, beside: beside.commit })}`);
  }
}

/** Measures in a child process and shows the progress: a dot for a measurement, a dash for one that failed. */
function measureWith(checkout: Checkout, row: string): (of: Case) => Promise<Answer> {
  return async (of) => {
    const answer = await measureInChild(checkout, row, of, args);
    process.stderr.write('values' in answer ? '.' : '-');
    return answer;
  };
}
