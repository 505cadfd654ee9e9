/** Suites that need a real program besides node; `.ci/run` installs them. */
module.exports = {
  ...require('./jest.config.js'),
  testMatch: ['**/real/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
