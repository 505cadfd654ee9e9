/** Suites that need nothing but npm, and more time than people want to wait for. */
module.exports = {
  ...require('./jest.config.js'),
  testMatch: ['**/long/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
