import { fileURLToPath } from 'node:url';

/** Where the suite writes, all below the workspace. */
export const WORKSPACE = fileURLToPath(new URL('../../../../', import.meta.url));
export const DOCUMENT = `${WORKSPACE}docs/benchmarks.md`;
export const PLOTS = `${WORKSPACE}docs/benchmarks/`;
export const SAVED_RUNS = `${WORKSPACE}apps/bench/tmp/runs.json`;
export const BUILT_SERVER = `${WORKSPACE}apps/api/dist/main.js`;
