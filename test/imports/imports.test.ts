import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { minors } from '../../kubernetes/version';
import { gvkOf, HANDWRITTEN, KINDS } from '../../scripts/import/kinds';
import type { History } from '../../scripts/import/kubernetes-history';

const ROOT = path.resolve(__dirname, '../..');
const IMPORTS = path.join(ROOT, 'imports');
const INDEX = readFileSync(path.join(IMPORTS, 'index.ts'), 'utf8');

const hasSchema = (file: string) =>
  ['definitions', 'schemas'].some((folder) => existsSync(path.join(IMPORTS, folder, `${file}.json`)));

describe('each kind of the platform has a type and a schema', () => {
  test.each(KINDS.map(({ module, as }) => ({ ...gvkOf(module), as })))('$group/$version $kind', (row) => {
    expect(INDEX).toContain(`export type { I${row.kind} as ${row.as ?? row.kind} } from`);
    expect(hasSchema(`${row.group}/${row.version}/${row.kind}`)).toBe(true);
  });

  test.each([
    'barmancloud.cnpg.io/v1/ObjectStore',
    'gateway.envoyproxy.io/v1alpha1/BackendTrafficPolicy',
    'k6.io/v1alpha1/TestRun',
    'kustomize.config.k8s.io/v1beta1/Kustomization',
    'policy.sigstore.dev/v1beta1/ClusterImagePolicy',
    'security-profiles-operator.x-k8s.io/v1/SeccompProfile',
    'security-profiles-operator.x-k8s.io/v1beta1/SeccompProfile',
    'apps/v1/Deployment',
    'autoscaling/v2/HorizontalPodAutoscaler',
    'core/v1/Pod',
    'core/v1/Service',
  ])('%s', (file) => {
    expect(hasSchema(file)).toBe(true);
  });

  test.each(Object.entries(HANDWRITTEN))('%s is re-exported and exists', (file, names) => {
    expect(INDEX).toContain(`export type { ${names.join(', ')} } from './handwritten/${file}';`);
    const text = readFileSync(path.join(IMPORTS, `handwritten/${file}.ts`), 'utf8');
    for (const name of names) expect(text).toMatch(new RegExp(`export interface ${name} \\{`));
  });
});

test('the index has no run time', () => {
  const code = INDEX.split('\n').filter((line) => line !== '' && !line.startsWith('//'));
  expect(code.filter((line) => !line.startsWith('export type {'))).toEqual([]);
});

describe('the API of Kubernetes', () => {
  const text = readFileSync(path.join(IMPORTS, 'kubernetes.json'), 'utf8');
  const { releases, kinds } = JSON.parse(text) as History;

  test('covers every minor that we know, and is small', () => {
    const all = Array.from({ length: minors.highest - minors.lowest + 1 }, (_, index) => minors.lowest + index);
    expect(releases.map((release) => Number(release.split('.')[1]))).toEqual(all);
    expect(text.length).toBeLessThan(400_000);
  });

  test.each(Object.keys(kinds))('%s has a schema', (name) => {
    const file = name.split('/').length === 2 ? `core/${name}` : name;
    expect(hasSchema(file)).toBe(true);
  });
});
