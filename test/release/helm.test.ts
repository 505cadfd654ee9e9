import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadAll } from 'js-yaml';
import { extract } from 'tar';
import { at } from '../../kubernetes/access';
import { bkg, type Ran } from '../support/cli';
import { ROOT } from '../support/environments';
import { temporaryFolder } from '../support/folders';

interface Stored {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly annotations?: object };
}

const temporary = temporaryFolder();
const version = '1.2.3';
const packaged = bkg(['package', '--version', version, '--out', temporary]);
if (packaged.code !== 0) throw new Error(packaged.err);

/** What Helm says, without a cluster, and without anything that a person has set for it. */
function helmOf(program: string, ...args: string[]): Ran {
  const env = { PATH: process.env.PATH, HOME: temporary, KUBECONFIG: '/dev/null' };
  const { error, status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', env });
  if (error) throw new Error('install helm3 and helm4: .ci/tools helm, and ~/.cache/bkg-deploy/bin in the PATH');
  return { code: status, out: stdout, err: stderr };
}

const chartOf = (environment: string) => path.join(temporary, `bkg-${environment}-${version}.tgz`);
/** The newest that an environment is for. */
const minor = '1.36';

function treeOf(environment: string, component: string): Stored[] {
  const folder = path.join(ROOT, 'gitops', environment, component);
  const files = readdirSync(folder).filter((file) => file !== 'kustomization.yaml');
  return files.flatMap((file) => loadAll(readFileSync(path.join(folder, file), 'utf8')) as Stored[]);
}

const byName = (objects: readonly Stored[]) =>
  new Map(objects.map((one) => [`${one.kind} ${one.metadata.namespace ?? ''}/${one.metadata.name}`, one]));

const policy = 'helm.sh/resource-policy';
const guards = ['argocd.argoproj.io/sync-options', 'kustomize.toolkit.fluxcd.io/prune'];

/** An object as the chart has it: what engines must not remove, Helm must not remove either. */
function withPolicy(object: Stored): Stored {
  const said = guards.map((name) => String(at(object.metadata, ['annotations', name]) ?? ''));
  if (!said.some((text) => /Prune=false|^disabled$/.test(text))) return object;
  return {
    ...object,
    metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, [policy]: 'keep' } },
  };
}

const environments = ['dev', 'staging', 'production'];
const components = environments.flatMap((environment) =>
  readdirSync(path.join(ROOT, 'gitops', environment), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !['argocd', 'flux'].includes(entry.name))
    .map(({ name }) => [environment, name] as const),
);

describe.each(['helm3', 'helm4'])('%s', (program) => {
  const helm = (...args: string[]) => helmOf(program, ...args);
  function template(environment: string, ...args: string[]): Ran {
    return helm('template', 'one', chartOf(environment), '--kube-version', minor, ...args);
  }

  test.each(components)('%s: Helm makes of %s what stands in the tree', (environment, component) => {
    const { code, out, err } = template(environment, '--set', `component=${component}`);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const made = (loadAll(out) as (Stored | null)[]).filter((one) => one !== null);
    const wanted = treeOf(environment, component).map(withPolicy);
    expect(made).toHaveLength(wanted.length);
    expect(byName(made)).toEqual(byName(wanted));
  });

  test('some objects stay when their release goes, and most do not', () => {
    const { out } = template('production', '--set', 'component=platform');
    const stays = (loadAll(out) as Stored[]).filter((one) => at(one.metadata, ['annotations', policy]) === 'keep');
    expect(new Set(stays.map(({ kind }) => kind))).toEqual(new Set(['Namespace']));
  });

  test.each(components.filter(([, name]) => name === 'platform' || name === 'monitoring'))(
    '%s: Helm finds nothing wrong with %s',
    (environment, component) => {
      const args = ['--strict', '--kube-version', minor, '--set', `component=${component}`];
      const { code, out } = helm('lint', chartOf(environment), ...args);
      expect(out).toContain('1 chart(s) linted, 0 chart(s) failed');
      expect(code).toBe(0);
    },
  );

  test.each([
    ['no component', [], /component/],
    ['a component that there is not', ['--set', 'component=argocd'], /component/],
    ['an unknown value', ['--set', 'component=checks,replicas=2'], /replicas/],
    ['an older cluster', ['--set', 'component=checks', '--kube-version', '1.34.9'], /kubeVersion: >=1\.35\.0-0/],
  ])('%s is refused', (_, args, message) => {
    const { code, out, err } = template('production', ...args);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(message);
  });

  test.each([
    ['values of a chart that has this one as a part', ['--set', 'global.other=1']],
    ['the cluster of a vendor', ['--kube-version', 'v1.35.2-gke.100']],
  ])('%s: accepted', (_, args) => {
    expect(template('production', '--set', 'component=checks', ...args)).toMatchObject({ code: 0, err: '' });
  });

  test('the notes say how to look at the check', () => {
    // Helm prints them when it installs, for which it wants a cluster; so they are taken for one more object here.
    const cwd = path.join(temporary, program);
    mkdirSync(cwd);
    extract({ file: chartOf('production'), cwd, sync: true });
    const templates = path.join(cwd, 'bkg-production/templates');
    const notes = readFileSync(path.join(templates, 'NOTES.txt'), 'utf8').replaceAll(/^/gm, '    ');
    writeFileSync(path.join(templates, 'notes.yaml'), `apiVersion: v1\nkind: ConfigMap\ndata:\n  notes: |\n${notes}\n`);
    const args = ['--kube-version', minor, '--set', 'component=checks', '--show-only', 'templates/notes.yaml'];
    const { code, out } = helm('template', 'checks', path.join(cwd, 'bkg-production'), ...args);
    const [job] = treeOf('production', 'checks').filter(({ kind }) => kind === 'Job');
    expect(code).toBe(0);
    expect(out).toContain(`checks of bkg-production ${version} is installed.`);
    expect(out).toContain(`kubectl --namespace ${job?.metadata.namespace} logs job/${job?.metadata.name}\n`);
  });
});

test('the script calls Helm once for each component, those first that others need', () => {
  const bin = path.join(temporary, 'bin');
  mkdirSync(bin);
  writeFileSync(path.join(bin, 'helm'), '#!/bin/sh\necho "$@"\n');
  chmodSync(path.join(bin, 'helm'), 0o755);
  const script = path.join(temporary, `bkg-production-${version}-install.sh`);
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
  const { status, stdout } = spawnSync(script, ['--kube-context', 'a b'], { encoding: 'utf8', env });
  expect(status).toBe(0);
  const calls = stdout.trimEnd().split('\n');
  const names = calls.map((call) => /^upgrade (\S+) /.exec(call)?.[1] ?? '');
  const all = components.filter(([environment]) => environment === 'production').map(([, name]) => name);
  expect([...names].sort()).toEqual(all);
  const order = ['platform', 'secrets', 'bkg-db', 'bkg-db-migration', 'cave-daemon', 'checks'];
  expect(names.filter((name) => order.includes(name))).toEqual(order);
  expect(calls[0]).toBe(
    `upgrade platform ${chartOf('production')} --install --namespace bkg-production --create-namespace ` +
      '--set component=platform --timeout 15m --wait --wait-for-jobs --kube-context a b',
  );
});
