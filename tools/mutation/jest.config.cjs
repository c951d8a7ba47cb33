const { join } = require('node:path');

/** The fast specs of one library, from the root of the workspace, where Stryker works. */
module.exports = {
  ...require('../../jest.preset.js'),
  rootDir: join(__dirname, '../..'),
  testMatch: [`<rootDir>/libs/${process.env.LIBRARY ?? 'sessions'}/src/**/*.spec.ts`],
  testPathIgnorePatterns: ['/node_modules/', '/guard/', '/schematics/', '/swagger/', '/metrics/'],
  modulePathIgnorePatterns: ['/package/'],
};
