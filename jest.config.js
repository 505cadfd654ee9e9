const base = {
  testEnvironment: 'node',
  // In the checkout, so that no other one's transformed files are taken for ours.
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  // Published as modules of ECMAScript only.
  transformIgnorePatterns: ['/node_modules/(?!@marcbachmann/)'],
  transform: {
    'settings/schema\\.ts$': '<rootDir>/test/support/schema-transform.js',
    '\\.(pl|py|sh|sql|tsv)$': '<rootDir>/test/support/text-transform.js',
    '^.+\\.(ts|mjs)$|@marcbachmann/.+\\.js$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
};

/** A folder of `test/` that is a suite of its own, run by `npm run test:NAME`. */
const suites = {
  long: 'needs nothing but npm, and more time than people want to wait for',
  real: 'needs a real program besides node',
  writer: 'kills publishers and lets them race; needs git',
  browser: "looks at the plan's page and at pictures in a real Chromium",
  bootstrap: 'fills a real OpenBao and a real S3 server, and asks an API server of its own with kubectl',
  db: 'needs a real Postgres and sqlx-cli',
  recovery:
    'loses the secret store, buckets and the database, and brings them back from their copies, with a real OpenBao, S3 server and Postgres',
  restore: 'backups and restores with a real Postgres, a real S3 server and the scripts of the rendered manifests',
  kernel: 'starts sandboxes on a real kernel, in a virtual machine',
  terraform: 'the modules of deploy/terraform with Terraform itself; its providers are replaced by their schemas',
  colours: 'two colours of the daemon behind a real Envoy, whose configuration is made from the rendered routes',
  release: 'packages and releases, made and judged by real programs: Helm, syft, cosign, a registry on loopback',
  monitoring: 'rules, routing and collector configuration judged by the programs that will read them',
};

/** What runs once before all files of a suite. */
const setUps = { db: 'shared-folder.ts', terraform: 'set-up.ts' };

/** One project per suite, and `unit` for everything else: what `npm test` runs. `.ci/run` installs what they need. */
module.exports = {
  // Two cores are the least that people have; jest would leave one of them idle. Suites with servers say 1 in package.json.
  maxWorkers: 2,
  // No test is about time; this ends what hangs, and leaves room on a machine that is busy with other things. Here, because
  // jest does not look at what a project says of it.
  testTimeout: 600_000,
  projects: [
    {
      ...base,
      displayName: 'unit',
      runtime: '<rootDir>/test/support/jest/runtime.js',
      testEnvironment: '<rootDir>/test/support/jest/environment.js',
      roots: ['<rootDir>/test'],
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', `<rootDir>/test/(${Object.keys(suites).join('|')})/`],
    },
    ...Object.keys(suites).map((name) => ({
      ...base,
      displayName: name,
      roots: ['<rootDir>/test'],
      testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
      ...(setUps[name] && { globalSetup: `<rootDir>/test/${name}/support/${setUps[name]}` }),
    })),
  ],
};
