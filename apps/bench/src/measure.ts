import { readOptions } from './suite/options.js';
import { SkipError } from './suite/case.js';
import { ROWS } from './rows/index.js';

// Makes one measurement: `node --expose-gc measure.js <row> <contender> <size> [options]` prints its figures as a line of JSON.
const [name, contender = '', size, ...rest] = process.argv.slice(2);
const row = ROWS.find((one) => one.name === name);
if (row === undefined) throw new Error(`There is no row ${String(name)}.`);
try {
  const values = await row.measure({ contender, size: Number(size) }, readOptions(rest));
  console.log(JSON.stringify({ values }));
} catch (error) {
  if (!(error instanceof SkipError)) throw error;
  console.log(JSON.stringify({ skipped: error.message }));
}
process.exit(0);
