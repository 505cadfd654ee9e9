/** @type {import('jest').Config} */
module.exports = {
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/(browser|db|kernel|long|monitoring|real|restore|writer)/'],
  testEnvironment: 'node',
  // Two cores are the least that people have; jest would leave one of them idle.
  maxWorkers: 2,
  // No test is about time; this ends what hangs, and leaves room on a machine that is busy with other things.
  testTimeout: 600_000,
  // In the checkout, so that no other one's transformed files are taken for ours.
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  // Published as modules of ECMAScript only.
  transformIgnorePatterns: ['/node_modules/(?!@marcbachmann/)'],
  transform: {
    'settings/schema\\.ts$': '<rootDir>/test/support/schema-transform.js',
    '\\.(pl|sh|sql|tsv)$': '<rootDir>/test/support/text-transform.js',
    '^.+\\.(ts|mjs)$|@marcbachmann/.+\\.js$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
};
