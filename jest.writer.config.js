/** Suites that kill publishers and let them race; they need git. */
module.exports = {
  ...require('./jest.config.js'),
  testMatch: ['**/writer/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
