/**
 * `npm run mutate` changes the code of a library in small ways and lists the changes that no test notices. It takes an
 * hour, so it is not part of CI. Some files only: `FILES='domain/json.ts' npm run mutate`. Another library:
 * `LIBRARY=sessions-file npm run mutate`. Stryker can't change Lua.
 */
const library = process.env.LIBRARY ?? 'sessions';
const files = process.env.FILES ?? (library === 'sessions' ? '{domain,stores}/**/*.ts' : '**/*.ts');

export default {
  mutate: [`libs/${library}/src/${files}`, '!**/*.spec.ts', '!**/*.generated.ts'],
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner'],
  jest: { projectType: 'custom', configFile: 'tools/mutation/jest.config.cjs' },
  testRunnerNodeArgs: ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning'],
  coverageAnalysis: 'perTest',
  ignorePatterns: ['apps', 'docs', '.nx', 'dist', 'cjs', 'out-tsc', 'package'],
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false, reportTests: false },
  // A mutant of a constant runs every test: such mutants are a tenth of all, and would take two thirds of the time.
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 30_000,
};
