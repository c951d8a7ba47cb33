import { fileURLToPath } from 'node:url';

const WORKSPACE = fileURLToPath(new URL('../../../../', import.meta.url));

/** The files and the folder that the suite writes. */
export const DOCUMENT = `${WORKSPACE}docs/benchmarks.md`;
export const PLOTS = `${WORKSPACE}docs/benchmarks/`;
export const SAVED_RUNS = `${WORKSPACE}apps/bench/tmp/runs.json`;
