module.exports = {
  preset: '../../jest.preset.js',
  displayName: 'packages',
  testMatch: ['**/test/*.package-spec.ts'],
  modulePathIgnorePatterns: ['<rootDir>/test/fixtures/'],
  // Each waits for the registry and the disk more than for a core.
  maxWorkers: 2,
  // A test installs applications from the registry, or runs all the tests of one; this only ends what hangs.
  testTimeout: 300_000,
};
