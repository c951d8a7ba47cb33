module.exports = {
  preset: '../../jest.preset.js',
  displayName: 'sessions-file',
  modulePathIgnorePatterns: ['<rootDir>/package/'],
};
