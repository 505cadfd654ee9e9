import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { at, mapOf, mapsOf } from '../../kubernetes/access';
import { environment, manifests, ROOT } from '../support/environments';

interface Answer {
  readonly text?: string;
  readonly rules?: Readonly<Record<string, unknown>>;
  readonly error?: string;
}

/** What Go makes of templates and policies. */
function ask(questions: readonly object[]): Answer[] {
  const { error, status, stdout, stderr } = spawnSync('go', ['run', '.'], {
    cwd: path.join(__dirname, 'secret-templates'),
    input: JSON.stringify(questions),
    encoding: 'utf8',
    env: { ...process.env, GOFLAGS: '-mod=readonly' },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw new Error('install Go (https://go.dev/dl/)');
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

interface Rendered {
  readonly secret: string;
  readonly key: string;
  readonly template: string;
  readonly values: Readonly<Record<string, string>>;
}

// What a DSN, JSON or an INI file would stumble over, apart from blanks, which no value may have.
const awkward = `a"b\\c'd+e/f=g%h&i@j:k#l?m`;

/** Every key of every Secret of an environment, with a value for all that it is made from. */
function keysOf(env: ReturnType<typeof environment>): Rendered[] {
  return manifests(env, 'secrets')
    .filter(({ kind, spec }) => kind === 'ExternalSecret' && at(spec, ['data']) !== undefined)
    .flatMap(({ metadata, spec }) => {
      const fetched = mapsOf(at(spec, ['data'])).map(({ item }) => String(item.secretKey));
      const values = Object.fromEntries(fetched.map((name) => [name, `${name}${awkward}`]));
      return Object.entries(mapOf(at(spec, ['target', 'template', 'data']))).map(([key, template]) => {
        return { secret: metadata.name, key, template: String(template), values };
      });
    });
}

const environments = {
  dev: environment('dev'),
  staging: environment('staging'),
  production: environment('production', { daemon: { tls: true }, kernel: { topology: 'embedded' } }),
};

describe.each(Object.entries(environments))('%s', (_name, env) => {
  const keys = keysOf(env);
  const answers = ask(keys);
  const textOf = (secret: string, key: string) =>
    answers[keys.findIndex((one) => one.secret === secret && one.key === key)]?.text ?? '';

  test('every template renders', () => {
    expect(keys.length).toBeGreaterThan(15);
    expect(answers.flatMap(({ error }) => error ?? [])).toEqual([]);
  });

  test('a DSN leads to the password, whatever is in it', () => {
    const dsns = keys.filter(({ key }) => /DSN|_URL$|DATA_SOURCE_NAME/.test(key));
    expect(dsns.length).toBeGreaterThan(3);
    for (const { secret, key, values } of dsns) {
      const url = new URL(textOf(secret, key));
      const role = url.username === 'postgres' ? 'superuser' : url.username.replace(/^bkg_/, '');
      expect(decodeURIComponent(url.password)).toBe(values[`database_${role}_password`]);
      expect(url.pathname).toBe(`/${env.database.name}`);
      expect(url.searchParams.get('sslmode')).toMatch(/^(disable|prefer|require)$/);
    }
  });

  test('the database gets the hash of the admin key and its beginning', () => {
    const key = `api_admin_key_token${awkward}`;
    expect(textOf('key-rotation', 'ADMIN_KEY_SHA256')).toBe(createHash('sha256').update(key).digest('hex'));
    expect(textOf('key-rotation', 'ADMIN_KEY_PREFIX')).toBe(key.slice(0, 12));
  });

  test('credentials are a file of the AWS command line', () => {
    const files = keys.filter(({ key }) => key === 'credentials');
    expect(files.length).toBeGreaterThan(1);
    for (const { secret, key, values } of files) {
      const [id, access] = Object.entries(values)
        .filter(([name]) => /access_key(_id)?$/.test(name))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, value]) => value);
      expect(textOf(secret, key).split('\n')).toEqual([
        '[default]',
        expect.stringMatching(/^aws_access_key_id = \S+$/),
        expect.stringMatching(/^aws_secret_access_key = \S+$/),
        '',
      ]);
      if (secret === 'audit-shipper') {
        expect(textOf(secret, key)).toContain(`aws_access_key_id = ${id}\naws_secret_access_key = ${access}\n`);
      }
    }
  });

  test('everything else is the value as it is', () => {
    const plain = keys.filter(({ template }) => /^\{\{ \.\w+ \}\}$/.test(template));
    expect(plain.length).toBeGreaterThan(3);
    for (const { secret, key, template, values } of plain) {
      expect(textOf(secret, key)).toBe(values[template.slice(4, -3)]);
    }
  });
});

test('the users of the S3 server of development are JSON', () => {
  const users = keysOf(environments.dev).filter(({ key }) => key === 'users.json');
  const [answer] = ask(users);
  const accounts = Object.values(JSON.parse(answer?.text ?? '').accessAccounts) as { access: string; secret: string }[];
  expect(accounts.map(({ access, secret }) => [access, secret])).toEqual(
    ['audit', 'backups', 'verifier'].map((name) => [
      `object_storage_${name}_access_key_id${awkward}`,
      `object_storage_${name}_secret_access_key${awkward}`,
    ]),
  );
});

test('what generators make has the format that its readers want', () => {
  const password = 'a1B2'.repeat(12);
  const made = manifests(environments.dev, 'secrets')
    .filter(({ kind, metadata }) => kind === 'ExternalSecret' && metadata.namespace === 'bkg-dev-secrets')
    .flatMap(({ metadata, spec }) =>
      Object.entries(mapOf(at(spec, ['target', 'template', 'data']))).map(([key, template]) => ({
        name: `${metadata.name} ${key}`,
        template: String(template),
        values: { password },
      })),
    );
  const texts = ask(made).map(({ text }, index) => [made[index]?.name, text ?? ''] as const);
  for (const [name, text] of texts) {
    if (/ key$/.test(name ?? '')) expect(Buffer.from(text, 'base64').length).toBe(32);
    else if (/access-key-id$/.test(name ?? '')) expect(text).toMatch(/^bkg-[a-z]+$/);
    else expect(text).toBe(password);
    if (/ key$/.test(name ?? '')) expect(text).toMatch(/^[A-Za-z0-9+/]{43}=$/);
  }
  expect(texts.length).toBeGreaterThan(10);
});

test('every policy is HCL that lets one namespace read, or take a snapshot and nothing else', () => {
  const folders = readdirSync(path.join(ROOT, 'deploy/vault')).map((name) => `deploy/vault/${name}/policies`);
  const policies = folders.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder)).map((file) => readFileSync(path.join(ROOT, folder, file), 'utf8')),
  );
  const answers = ask(policies.map((policy) => ({ policy })));
  expect(answers.length).toBeGreaterThan(10);
  for (const { error, rules } of answers) {
    expect(error).toBeUndefined();
    expect(Object.keys(rules ?? {})).toEqual(['path']);
    const paths = (rules?.path ?? []) as Readonly<Record<string, unknown>>[];
    expect(paths.length).toBeGreaterThan(0);
    for (const rule of paths) {
      const [[name, body] = []] = Object.entries(rule);
      const snapshot = paths.length === 1 ? '|sys/storage/raft/snapshot' : '';
      expect(name).toMatch(new RegExp(`^(?:bkg/data/(staging|production)/[a-z/-]+${snapshot})$`));
      expect(body).toEqual([{ capabilities: ['read'] }]);
    }
  }
});

test('an error of a template is seen', () => {
  const [missing, broken, policy] = ask([
    { template: '{{ .b }}', values: { a: '1' } },
    { template: '{{ .a | no_such_function }}', values: { a: '1' } },
    { policy: 'path "x" {' },
  ]);
  expect([missing?.error, broken?.error, policy?.error].every((error) => error !== undefined)).toBe(true);
});
