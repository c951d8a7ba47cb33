module.exports = {
  preset: '../../jest.preset.js',
  displayName: 'sessions-redis under faults',
  modulePathIgnorePatterns: ['<rootDir>/package/'],
  testMatch: ['**/test/faults/*.fault-spec.ts'],
  testTimeout: 60_000,
  // One after the other: the tests measure how long things take, and the last keeps every core busy.
  maxWorkers: 1,
};
