module.exports = {
  preset: '../../jest.preset.js',
  displayName: 'sessions as a package',
  testMatch: ['**/test/package/*.package-spec.ts'],
  modulePathIgnorePatterns: ['<rootDir>/package/', '<rootDir>/test/package/fixtures/'],
  // Each waits for the registry and the disk more than for a core.
  maxWorkers: 2,
  // A test installs applications from the registry, or runs all the tests of one; this only ends what hangs.
  testTimeout: 300_000,
};
