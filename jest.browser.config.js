/** Suites that look at the plan's page and at pictures in a real Chromium; `.ci/run` installs it. */
module.exports = {
  ...require('./jest.config.js'),
  testMatch: ['**/browser/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
