module.exports = {
  preset: '../../jest.preset.js',
  displayName: 'sessions',
  modulePathIgnorePatterns: ['<rootDir>/package/'],
};
