module.exports = {
  preset: '../../jest.preset.js',
  displayName: 'api behind nginx and HAProxy',
  testMatch: ['**/*.proxies-spec.ts'],
  testTimeout: 120_000,
  maxWorkers: 1,
};
