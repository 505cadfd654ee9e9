import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bkg } from '../../support/cli';
import { ROOT } from '../../support/environments';
import { temporaryFolder } from '../../support/folders';

const temporary = temporaryFolder();
const gitops = path.join(ROOT, 'gitops');

/** A copy of the committed tree with some files changed; null deletes one. */
function treeWith(name: string, files: Readonly<Record<string, ((text: string) => string) | null>>): string {
  const tree = path.join(temporary, name);
  cpSync(gitops, tree, { recursive: true });
  for (const [file, change] of Object.entries(files)) {
    const full = path.join(tree, file);
    if (change === null) rmSync(full);
    else writeFileSync(full, change(readFileSync(full, 'utf8')));
  }
  return tree;
}

const daemon = 'production/cave-daemon/deployment-cave-daemon.yaml';
const debug = (text: string) => text.replace('value: info', 'value: debug');

test('nothing changes between the committed tree and what its sources render', () => {
  const { code, out, err } = bkg(['plan']);
  expect({ code, out, err }).toEqual({
    code: 0,
    out: 'dev: no change\nproduction: no change\nstaging: no change\n',
    err: '',
  });
});

test('a change has exit code 1, and says what restarts and why', () => {
  const { code, out } = bkg(['plan', '--to', treeWith('debug', { [daemon]: debug })]);
  expect(code).toBe(1);
  expect(out).toContain('production: 1 change: 1 restart; 2 pods restart\n');
  expect(out).toContain('Deployment bkg-cave-daemon/cave-daemon  2 pods: variable RUST_LOG of container cave-daemon\n');
});

test('only the environments that are named', () => {
  const to = treeWith('both', { [daemon]: debug, 'dev/web-app/service-web-app.yaml': null });
  const { code, out } = bkg(['plan', '--to', to, '--env', 'dev', '--format', 'json']);
  expect(code).toBe(1);
  expect(Object.keys(JSON.parse(out).environments)).toEqual(['dev']);
  expect(bkg(['plan', '--to', to, '--env', 'staging']).code).toBe(0);
});

test('a settings change is planned from the sources', () => {
  const environments = path.join(temporary, 'environments');
  cpSync(path.join(ROOT, 'environments'), environments, { recursive: true });
  const file = path.join(environments, 'production.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('sampling: 0.1', 'sampling: 0.2'));
  const { code, out } = bkg(['plan', '--environments', environments, '--env', 'production', '--format', 'json']);
  expect(code).toBe(1);
  const { restarts } = JSON.parse(out).environments.production;
  expect(restarts.map(({ workload }: { workload: { name: string } }) => workload.name)).toContain('cave-daemon');
});

test('moved and renamed files are no change', () => {
  const to = treeWith('moved', {});
  renameSync(path.join(to, daemon), path.join(to, 'production/cave-daemon/all.yaml'));
  expect(bkg(['plan', '--to', to]).code).toBe(0);
});

test('a restart that nobody can explain is a problem', () => {
  const file = 'production/telemetry/deployment-otel-collector.yaml';
  const to = treeWith('unexplained', {
    [file]: (text) => text.replace(/config-digest: .*/, 'config-digest: abcdef0123'),
  });
  const { code, err } = bkg(['plan', '--to', to]);
  expect(code).toBe(1);
  expect(err).toContain(`${to}/${file}:1  spec.template: its pods restart, and nothing that they read has changed`);
  expect(err).toContain('[plan/unexplained-restart]');
});

describe('with revisions of Git', () => {
  const repository = path.join(temporary, 'repository');

  function git(...args: string[]): void {
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...identity, ...args], { cwd: repository });
  }

  function plan(...args: string[]) {
    const script = path.join(ROOT, 'scripts/run.cjs');
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, 'plan', ...args], {
      cwd: repository,
      encoding: 'utf8',
    });
    return { code: status, out: stdout, err: stderr };
  }

  beforeAll(() => {
    cpSync(gitops, path.join(repository, 'gitops'), { recursive: true });
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'tree');
    writeFileSync(path.join(repository, 'gitops', daemon), debug(readFileSync(path.join(gitops, daemon), 'utf8')));
    git('commit', '-qam', 'debug');
    rmSync(path.join(repository, 'gitops/dev'), { recursive: true });
  });

  test('two of them', () => {
    expect(plan('--from', 'git:HEAD~1', '--to', 'git:HEAD').out).toContain('production: 1 change: 1 restart');
  });

  test.each([
    ['markdown', /^From `git:HEAD~1 \([0-9a-f]{12}\)` to `git:HEAD \([0-9a-f]{12}\)`$/m],
    ['html', /<title>What changes in production from git:HEAD~1 \([0-9a-f]{12}\) to git:HEAD \([0-9a-f]{12}\)</],
  ])('by the commits that they stand for (%s)', (format, names) => {
    expect(plan('--from', 'git:HEAD~1', '--to', 'git:HEAD', '--format', format).out).toMatch(names);
  });

  test('one and the working tree', () => {
    const { code, out } = plan('--from', 'git:HEAD', '--to', 'gitops');
    expect(code).toBe(1);
    expect(out).toMatch(/^dev: \d+ changes: /);
    expect(out).toContain('production: no change\n');
  });

  test('one folder of each', () => {
    const both = ['--from', 'git:HEAD~1:gitops/production', '--to', 'git:HEAD:gitops/production'];
    expect(plan(...both).out).toMatch(/^production: 1 change: 1 restart/);
  });

  test.each([
    ['git:nowhere', '--from: git ls-tree failed: fatal: Not a valid object name nowhere\n'],
    ['git:--upload-pack=x', "--from: 'git:--upload-pack=x' names no revision\n"],
    ['git:HEAD:elsewhere', "--from: there is no manifest below 'elsewhere' at 'HEAD'\n"],
  ])('%s is not there', (from, err) => {
    expect(plan('--from', from, '--to', 'gitops')).toEqual({ code: 2, out: '', err });
  });
});

test('what differs between two environments, by the names of the second', () => {
  const ran = bkg(['plan', '--from', 'gitops/staging', '--to', 'gitops/production', '--format', 'json']);
  expect(ran.code).toBe(1);
  const { environments } = JSON.parse(ran.out);
  expect(Object.keys(environments)).toEqual(['staging → production']);
  const { changes, restarts } = environments['staging → production'];
  expect(restarts).toEqual([]);
  const names = changes.map(
    ({ object }: { object: { kind: string; name: string } }) => `${object.kind} ${object.name}`,
  );
  // The same in both but for the prefix of namespaces and the name of the environment.
  expect(names).not.toContain('ServiceAccount web-app');
  const webApp = changes.find(
    ({ object }: { object: { kind: string; name: string } }) =>
      object.kind === 'Deployment' && object.name === 'web-app',
  );
  expect(webApp).toMatchObject({ action: 'change', object: { namespace: 'bkg-web-app' } });
  expect(webApp.fields).toContainEqual({ path: 'spec.replicas', from: 2, to: 3 });
});

test.each([
  [['--format', 'yaml'], "--format wants text, json, markdown or html, not 'yaml'"],
  [['--max-length', '10'], "--max-length wants a number from 500, not '10'"],
  [['--from', 'nowhere'], "--from: there is no folder 'nowhere'"],
  [['--env', 'productoin'], "there is no environment 'productoin'"],
])('%j is wrong usage', (args, message) => {
  const { code, out, err } = bkg(['plan', ...args]);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(message);
});

test('a file that is no YAML is named', () => {
  const to = treeWith('broken', { [daemon]: () => 'a: [' });
  const { code, out, err } = bkg(['plan', '--to', to]);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(/deployment-cave-daemon\.yaml:1 .*\[schema\/unreadable\]/);
});

test('a report goes to a file when it is told to', () => {
  const output = path.join(temporary, 'plan.md');
  const { code, out } = bkg([
    'plan',
    '--to',
    treeWith('file', { [daemon]: debug }),
    '--format',
    'markdown',
    '--output',
    output,
  ]);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(readFileSync(output, 'utf8')).toMatch(/^## What this changes\n/);
});
