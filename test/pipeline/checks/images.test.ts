import { podOf } from '../../../kubernetes/kinds';
import { imageRules } from '../../../pipeline/checks/images';
import type { Context } from '../../../pipeline/checks/rule';

type Any = Record<string, unknown>;

const digest = `sha256:${'ab'.repeat(32)}`;

function found(object: Any, requireDigest = false): string[] {
  const context: Context & { requireDigest: boolean } = { minor: 36, requireDigest };
  const manifest = { file: 'a.yaml', text: '', document: 0, base: [], object, pod: podOf(object) };
  return imageRules.flatMap((rule) =>
    [...rule.check(manifest, context)].map(({ path }) => `${rule.id} ${path.join('.')}`),
  );
}

function pod(image: unknown): Any {
  return { apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', image }] } };
}

test.each([
  ['registry.example/web:latest', true],
  [`registry.example/web:latest@${digest}`, true],
  ['web', true],
  ['registry.example:5000/web', true],
  ['registry.example:5000/web:1.2', false],
  [`registry.example:5000/web@${digest}`, false],
  ['web:latest-alpine', false],
  ['', false],
  [7, false],
])('%s', (image, bad) => {
  expect(found(pod(image))).toEqual(bad ? ['image/latest spec.containers.0.image'] : []);
});

test.each([
  ['web:1.2', true],
  [`web:1.2@${digest}`, false],
])('%s where a digest is asked for', (image, bad) => {
  expect(found(pod(image), true)).toEqual(bad ? ['image/digest spec.containers.0.image'] : []);
});

test.each([
  [{ apiVersion: 'monitoring.coreos.com/v1', kind: 'Prometheus', spec: { image: 'a' } }, 'spec.image'],
  [{ apiVersion: 'postgresql.cnpg.io/v1', kind: 'Cluster', spec: { imageName: 'a' } }, 'spec.imageName'],
  [
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      spec: { jobTemplate: { spec: { template: { spec: { initContainers: [{ image: 'a' }] } } } } },
    },
    'spec.jobTemplate.spec.template.spec.initContainers.0.image',
  ],
  [
    { apiVersion: 'v1', kind: 'Pod', spec: { volumes: [{ image: { reference: 'a' } }] } },
    'spec.volumes.0.image.reference',
  ],
])('%j', (object, path) => {
  expect(found(object)).toEqual([`image/latest ${path}`]);
});

test('an image that no pod runs', () => {
  expect(found({ apiVersion: 'v1', kind: 'ConfigMap', data: { image: 'web:latest' } })).toEqual([]);
});
