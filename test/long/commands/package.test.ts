import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../support/environments';
import { temporaryFolder } from '../../support/folders';

const temporary = temporaryFolder();
const foreign = path.join(temporary, 'foreign');

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: { name: shop, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: shop } }
  template:
    metadata: { labels: { app: shop } }
    spec:
      containers:
        - name: shop
          image: registry.example/shop:1.0.0
          env: [{ name: DATABASE, value: db.shop.svc:5432 }]
`;

const database = `apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec:
  selector: { app: db }
  ports: [{ port: 5432 }]
---
apiVersion: v1
kind: Pod
metadata: { name: db, namespace: shop, labels: { app: db } }
spec:
  containers: [{ name: db, image: registry.example/db:1.0.0, ports: [{ containerPort: 5432 }] }]
`;

beforeAll(() => {
  const packed = spawnSync('npm', ['pack', '--silent', '--pack-destination', temporary], { cwd: ROOT });
  expect(packed.status).toBe(0);
  const archive = readdirSync(temporary).find((name) => name.endsWith('.tgz')) ?? '';
  expect(spawnSync('tar', ['xzf', archive], { cwd: temporary }).status).toBe(0);
  mkdirSync(path.join(foreign, 'now/app'), { recursive: true });
  writeFileSync(path.join(foreign, 'now/app/deployment.yaml'), deployment);
  writeFileSync(path.join(foreign, 'now/app/db.yaml'), database);
  cpSync(path.join(foreign, 'now'), path.join(foreign, 'next'), { recursive: true });
  writeFileSync(path.join(foreign, 'next/app/deployment.yaml'), deployment.replace('1.0.0', '1.1.0'));
});

/** Runs what was unpacked, in the folder of somebody else. */
function run(args: readonly string[], input = '') {
  const script = path.join(temporary, 'package/scripts/run.cjs');
  const env = { ...process.env, NODE_PATH: '' };
  const ran = spawnSync(process.execPath, [script, ...args], { cwd: foreign, encoding: 'utf8', env, input });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}

test('the package has no sources and wants no other package, and says whose code it holds', () => {
  const files = readdirSync(path.join(temporary, 'package'), { recursive: true, encoding: 'utf8' });
  expect(files.filter((file) => /\.tsx?$|node_modules|^(charts|environments|gitops|policy)\b/.test(file))).toEqual([]);
  const { bin, dependencies } = JSON.parse(readFileSync(path.join(temporary, 'package/package.json'), 'utf8'));
  expect(bin).toEqual({ 'bkg-deploy': 'scripts/run.cjs' });
  expect(dependencies).toBeUndefined();
  const licences = readFileSync(path.join(temporary, 'package/lib/licences.txt'), 'utf8');
  for (const name of ['ajv', 'cdk8s', 'commander', 'js-yaml', 'yaml'])
    expect(licences).toMatch(new RegExp(`^${name} [\\d.]+ \\([\\w.-]+\\)$`, 'm'));
});

test('check', () => {
  const clean = run(['check', 'now', '--only', 'schema/']);
  expect(clean).toMatchObject({ code: 0, err: '' });
  expect(clean.out).toMatch(/^3 objects in 2 files: 0 problems\nleft out: \d+ rules: not asked for\n$/);
  const ran = run(['check', '-'], deployment.replace('replicas: 2', 'replica: 2'));
  expect(ran).toMatchObject({ code: 1, out: '1 object in 1 file: 1 problem\n' });
  expect(ran.err).toMatch(/^<stdin>:5 {2}spec\.replica: .*did you mean .replicas.*\[schema\/unknown-field\]$/m);
});

test('check of a file and of standard input at once', () => {
  const ran = run(['check', '--format', 'json', 'now/app/db.yaml', '-'], deployment);
  expect(JSON.parse(ran.out)).toMatchObject({ objects: 3, files: 2 });
});

test('plan', () => {
  const ran = run(['plan', '--from', 'now', '--to', 'next']);
  expect(ran.code).toBe(1);
  expect(ran.out).toMatch(/Deployment shop\/shop/);
});

test('graph', () => {
  const { code, out, err } = run(['graph', 'now', '--format', 'mermaid']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain('accTitle: Components of now ');
  const flat = run(['graph', '-', '--format', 'mermaid'], `${deployment}---\n${database}`);
  expect(flat.out).toContain('_shop -->|"5432"| _db');
});

test.each([
  [['graph', 'now', '--env', 'dev'], '--env is about an environment file; leave it out, or the paths\n'],
  [['graph', '-'], 'nothing in - runs pods, so there is nothing to draw\n'],
])('%j is wrong usage', (args, err) => {
  expect(run(args)).toEqual({ code: 2, out: '', err });
});

test('a mistyped npm script says so', () => {
  const { status, stderr } = spawnSync('npm', ['run', 'snyth'], {
    cwd: ROOT,
    encoding: 'utf8',
    // `npm run -s`, which may have started these tests, is silent about everything.
    env: { ...process.env, npm_config_loglevel: 'error' },
  });
  expect(status).not.toBe(0);
  expect(stderr).toContain('Missing script: "snyth"');
});
