/** Backups and restores with a real Postgres, a real S3 server and the scripts of the rendered manifests. */
module.exports = {
  ...require('./jest.config.js'),
  testMatch: ['<rootDir>/test/restore/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  // The servers of one file are enough for two cores.
  maxWorkers: 1,
};
