module.exports = {
  preset: '../../jest.preset.js',
  displayName: 'sessions-redis',
  modulePathIgnorePatterns: ['<rootDir>/package/'],
};
