import { restartOnChange } from '../../charts/secrets/restarts';
import { environment, manifests } from '../support/environments';

const annotation = 'secret.reloader.stakater.com/reload';

/** Workload → what it says to Reloader. */
function annotated(env: Parameters<typeof manifests>[0]): Record<string, string> {
  const found = manifests(env).filter(({ metadata }) => metadata.annotations?.[annotation] !== undefined);
  return Object.fromEntries(
    found.map(({ metadata }) => [metadata.name, metadata.annotations?.[annotation] ?? '']).sort(),
  );
}

test('what reads a Secret at its start is restarted when that Secret changes', () => {
  expect(annotated(environment('production'))).toMatchObject({
    'cave-daemon': 'cave-daemon,cave-daemon-jwt',
    'otel-collector': 'otel-collector',
    'postgres-exporter': 'postgres-exporter',
  });
});

test.each([
  ['separate', 'cave-kernel'],
  ['embedded', 'cave-daemon'],
] as const)('with a %s kernel, %s is restarted only when the environment says so', (topology, workload) => {
  const changes = { kernel: { topology }, daemon: { replicas: 1, autoscaling: undefined } };
  expect(annotated(environment('production', changes))).not.toHaveProperty(workload);
  const all = environment('production', { ...changes, secrets: { restartSandboxes: true } });
  expect(annotated(all)).toHaveProperty(workload, expect.stringContaining(workload));
});

test('nobody restarts anything where the environment says so', () => {
  expect(annotated(environment('production', { secrets: { restarts: 'nobody' } }))).toEqual({});
});

test('a server that reads its passwords once in its life is left alone', () => {
  const env = environment('dev', { secrets: { restarts: 'reloader' } });
  expect(Object.keys(annotated(env))).toContain('object-storage');
  expect(Object.keys(annotated(env))).not.toContain('postgres');
});

test('pod templates do not change: a decision about restarts restarts nothing', () => {
  const templates = (restarts: 'reloader' | 'nobody') =>
    manifests(environment('production', { secrets: { restarts } })).map(({ metadata, spec }) => [metadata.name, spec]);
  expect(templates('reloader')).toEqual(templates('nobody'));
});

test('reads of every sort are found', () => {
  const container = { name: 'a', env: [{ name: 'X', valueFrom: { secretKeyRef: { name: 'b', key: 'x' } } }] };
  const spec = {
    initContainers: [{ name: 'i', envFrom: [{ secretRef: { name: 'a' } }] }],
    containers: [container],
    volumes: [
      { name: 'c', secret: { secretName: 'c' } },
      { name: 'd', projected: { sources: [{ secret: { name: 'd' } }, { configMap: { name: 'e' } }] } },
    ],
  };
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'x' },
    spec: { template: { spec } },
  };
  const { metadata } = restartOnChange(deployment, environment('production'));
  expect(metadata.annotations).toEqual({ [annotation]: 'a,b,c,d' });
});
