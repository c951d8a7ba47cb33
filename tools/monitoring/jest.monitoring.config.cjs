module.exports = {
  preset: '../../jest.preset.js',
  displayName: 'monitoring',
  testMatch: ['**/test/*.monitoring-spec.ts'],
  // A Prometheus scrapes a server for some seconds; this only ends what hangs.
  testTimeout: 60_000,
};
