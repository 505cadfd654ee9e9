/** Suites that need a real Postgres and sqlx-cli; `.ci/run` installs them. */
module.exports = {
  ...require('./jest.config.js'),
  testMatch: ['<rootDir>/test/db/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/db/support/shared-folder.ts',
  // Each suite has servers of its own and mostly waits for them.
  maxWorkers: 2,
};
