/** Rules, routing and collector configuration judged by the programs that will read them; `.ci/run` builds these. */
module.exports = {
  ...require('./jest.config.js'),
  testMatch: ['**/test/monitoring/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
