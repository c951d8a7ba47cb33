module.exports = {
  preset: '../../jest.preset.js',
  displayName: 'sessions-file under faults',
  modulePathIgnorePatterns: ['<rootDir>/package/'],
  testMatch: ['**/test/faults/*.fault-spec.ts'],
  testTimeout: 60_000,
  // One after the other: the processes under load keep every core busy.
  maxWorkers: 1,
};
