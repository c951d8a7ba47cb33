module.exports = {
  preset: '../../jest.preset.js',
  displayName: 'sessions under faults',
  modulePathIgnorePatterns: ['<rootDir>/package/', '<rootDir>/test/package/fixtures/'],
  testMatch: ['**/test/faults/*.fault-spec.ts'],
  testTimeout: 60_000,
  // One after the other: the tests measure how long things take, and the last keeps every core busy.
  maxWorkers: 1,
};
