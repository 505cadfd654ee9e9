/** Suites that start sandboxes on a real kernel, in a virtual machine; `.ci/run` installs what they need. */
module.exports = {
  ...require('./jest.config.js'),
  testMatch: ['**/kernel/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  maxWorkers: 1,
};
