module.exports = {
  preset: '../../jest.preset.js',
  displayName: 'sessions-cli',
  modulePathIgnorePatterns: ['<rootDir>/package/'],
};
