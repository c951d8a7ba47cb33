module.exports = {
  preset: '../../jest.preset.js',
  displayName: 'packages',
  testMatch: ['**/test/*.package-spec.ts'],
  modulePathIgnorePatterns: ['<rootDir>/test/fixtures/'],
  // These tests wait for the registry and the disk more than for a core.
  maxWorkers: 2,
  // A test installs applications from the registry, or runs all tests of an application. This limit only stops a test that hangs.
  testTimeout: 300_000,
};
