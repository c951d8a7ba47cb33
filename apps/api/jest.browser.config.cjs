module.exports = {
  preset: '../../jest.preset.js',
  displayName: 'api in a browser',
  testMatch: ['**/*.browser-spec.ts'],
  testTimeout: 30_000,
};
