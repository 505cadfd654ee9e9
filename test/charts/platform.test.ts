import type { Manifest } from '../../charts/component';
import { at, listOf, mapOf, mapsOf } from '../../kubernetes/access';
import { containersOf, podOf } from '../../kubernetes/kinds';
import { environment, manifest, manifests } from '../support/environments';

const names = ['dev', 'staging', 'production'];
const all = new Map(names.map((name) => [name, manifests(environment(name))]));

function ofKind(objects: readonly Manifest[] | undefined, kind: string): Manifest[] {
  return (objects ?? []).filter((object) => object.kind === kind);
}

test('no disruption budget keeps a pod that never became ready on its node', () => {
  const budgets = ofKind([...all.values()].flat(), 'PodDisruptionBudget');
  expect(budgets).not.toEqual([]);
  for (const { spec } of budgets) expect(spec).toMatchObject({ unhealthyPodEvictionPolicy: 'AlwaysAllow' });
});

describe.each(names)('%s', (name) => {
  const objects = all.get(name) ?? [];
  const env = environment(name);

  test('every namespace says its level six times, pinned to the minor of the cluster', () => {
    for (const { metadata } of ofKind(objects, 'Namespace')) {
      const labels = Object.entries(metadata.labels ?? {}).filter(([key]) =>
        key.startsWith('pod-security.kubernetes.io/'),
      );
      expect(labels).toHaveLength(6);
      for (const [key, value] of labels) {
        const level = metadata.name.endsWith('cave-node') ? 'privileged' : 'restricted';
        expect(value).toBe(key.endsWith('-version') ? `v${env.kubernetes}` : level);
      }
    }
  });

  test('every namespace denies what no policy allows', () => {
    const denied = ofKind(objects, 'NetworkPolicy').filter(({ metadata }) => metadata.name === 'default-deny');
    expect(denied.map(({ metadata }) => metadata.namespace).sort()).toEqual(
      ofKind(objects, 'Namespace')
        .map(({ metadata }) => metadata.name)
        .sort(),
    );
    for (const { spec } of denied) {
      expect(spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    }
  });

  test('no pod runs as root but on behalf of its node, writes to its image, keeps a capability or holds a token it does not need', () => {
    for (const object of objects) {
      const pod = podOf(object);
      if (!pod) continue;
      // What works on the nodes themselves is root there, and nothing else is.
      expect(at(pod.spec, ['securityContext', 'runAsNonRoot'])).toBe(!object.metadata.namespace?.endsWith('cave-node'));
      const callsApi = ['otel-collector', 'profile-installer'].includes(object.metadata.name);
      expect([object.metadata.name, pod.spec.automountServiceAccountToken]).toEqual([object.metadata.name, callsApi]);
      expect(pod.spec.enableServiceLinks).toBe(false);
      for (const { container } of containersOf(pod)) {
        expect(mapOf(container.securityContext)).toMatchObject({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
        expect(at(container, ['resources', 'limits', 'memory'])).toBeDefined();
      }
    }
  });

  test('the public reaches the API, its health and the sites, never metrics', () => {
    const ingress = ofKind(objects, 'Ingress').flatMap(({ spec }) =>
      mapsOf(mapOf(spec).rules).flatMap(({ item }) => mapsOf(at(item, ['http', 'paths']))),
    );
    const routes = ofKind(objects, 'HTTPRoute').flatMap(({ spec }) =>
      mapsOf(mapOf(spec).rules).flatMap(({ item }) => mapsOf(item.matches)),
    );
    const paths = [...ingress.map(({ item }) => item.path), ...routes.map(({ item }) => at(item, ['path', 'value']))];
    expect([...new Set(paths)].sort()).toEqual([
      '/',
      '/_next/static',
      '/api/v1',
      '/api/v1/auth',
      '/api/v1/models',
      '/api/v1/sessions',
      '/healthz',
    ]);
  });

  test('a call may take longer than the longest sandbox run', () => {
    const seconds = [
      ...ofKind(objects, 'Ingress').map(({ metadata }) =>
        Number(metadata.annotations?.['nginx.ingress.kubernetes.io/proxy-read-timeout']),
      ),
      ...ofKind(objects, 'HTTPRoute').map(({ spec }) =>
        Number.parseInt(String(at(spec, ['rules', 0, 'timeouts', 'request'])), 10),
      ),
    ];
    expect(seconds.length).toBeGreaterThan(5);
    expect(Math.min(...seconds)).toBeGreaterThanOrEqual(150);
  });

  test('what holds data says so to every engine of the environment', () => {
    const guards = {
      argocd: ['argocd.argoproj.io/sync-options', 'Prune=false,Delete=false'],
      flux: ['kustomize.toolkit.fluxcd.io/prune', 'disabled'],
    } as const;
    const holders = objects.filter(({ kind }) =>
      ['Namespace', 'PersistentVolumeClaim', 'StatefulSet', 'Cluster'].includes(kind),
    );
    expect(holders.length).toBeGreaterThan(8);
    for (const { metadata } of holders) {
      for (const engine of env.delivery.engines) {
        const [key, value] = guards[engine];
        expect(metadata.annotations?.[key]).toBe(value);
      }
    }
  });

  test('every key that a container reads is made by an ExternalSecret of its namespace', () => {
    const made = new Map(
      ofKind(objects, 'ExternalSecret').map(({ metadata, spec }) => [
        `${metadata.namespace}/${at(spec, ['target', 'name'])}`,
        Object.keys(mapOf(at(spec, ['target', 'template', 'data']))),
      ]),
    );
    const read = objects.flatMap((object) => {
      const pod = podOf(object);
      return (pod ? containersOf(pod) : []).flatMap(({ container }) =>
        mapsOf(container.env).flatMap(({ item }) => {
          const reference = mapOf(at(item, ['valueFrom', 'secretKeyRef']));
          return reference.name === undefined
            ? []
            : [[`${object.metadata.namespace}/${reference.name}`, reference.key] as const];
        }),
      );
    });
    expect(read.length).toBeGreaterThan(10);
    for (const [secret, key] of read) expect([secret, made.get(secret)?.includes(String(key))]).toEqual([secret, true]);
  });
});

describe('settings show where they should', () => {
  const memory = (changes: Parameters<typeof environment>[1]) =>
    at(manifest(environment('dev', changes), 'cave-kernel', 'Deployment', 'cave-kernel'), [
      'spec',
      'template',
      'spec',
      'containers',
      0,
      'resources',
      'limits',
      'memory',
    ]);

  test('plannedSandboxes sizes the kernel', () => {
    expect(memory({ kernel: { plannedSandboxes: 2 } })).toBe('2560Mi');
    expect(memory({ kernel: { plannedSandboxes: 6, sandbox: { memoryMiB: 2048 } } })).toBe('12800Mi');
  });

  test.each([
    [1, undefined],
    [3, 1],
  ])('%i replicas and a disruption budget that blocks no drain', (replicas, maxUnavailable) => {
    const budgets = ofKind(manifests(environment('dev', { webApp: { replicas } }), 'web-app'), 'PodDisruptionBudget');
    expect(budgets.map(({ spec }) => mapOf(spec).maxUnavailable)).toEqual(
      maxUnavailable === undefined ? [] : [maxUnavailable],
    );
  });

  test('an autoscaler takes the place of the replica count', () => {
    const env = environment('production');
    expect(at(manifest(env, 'cave-daemon', 'Deployment', 'cave-daemon'), ['spec', 'replicas'])).toBeUndefined();
    expect(manifest(env, 'cave-daemon', 'HorizontalPodAutoscaler', 'cave-daemon').spec).toMatchObject({
      minReplicas: 2,
      maxReplicas: 6,
    });
  });

  test('free variables win over ours and come sorted', () => {
    const env = environment('dev', { daemon: { env: { RUST_LOG: 'trace', A_FIRST: '1' } } });
    const variables = mapsOf(
      at(manifest(env, 'cave-daemon', 'Deployment', 'cave-daemon'), [
        'spec',
        'template',
        'spec',
        'containers',
        0,
        'env',
      ]),
    );
    expect(variables[0]?.item).toEqual({ name: 'A_FIRST', value: '1' });
    expect(variables.filter(({ item }) => item.name === 'RUST_LOG').map(({ item }) => item.value)).toEqual(['trace']);
  });

  test('a prefix moves every namespace and nothing keeps the old one', () => {
    const moved = manifests(environment('production', { namespacePrefix: 'other-' }));
    const namespaces = new Set(moved.map(({ metadata }) => metadata.namespace ?? 'argocd'));
    expect([...namespaces].filter((namespace) => !/^(other-.+|argocd)$/.test(namespace))).toEqual([]);
    expect(JSON.stringify(moved)).not.toMatch(/\.bkg-(cave-daemon|cave-kernel|telemetry)\.svc/);
  });

  test('a roll-out of anything asks again whether the platform works', () => {
    const job = (changes: Parameters<typeof environment>[1]) =>
      ofKind(manifests(environment('dev', changes), 'checks'), 'Job')[0]?.metadata.name;
    expect(job({})).toBe(job({}));
    expect(job({ webApp: { env: { A: 'b' } } })).not.toBe(job({}));
    expect(job({ monitoring: { thresholds: { restarts: 9 } } })).toBe(job({}));
  });

  test('the migration runs again for other migrations and for nothing else', () => {
    const job = (changes: Parameters<typeof environment>[1]) =>
      ofKind(manifests(environment('dev', changes), 'bkg-db-migration'), 'Job')[0]?.metadata.name;
    const image = `registry.bkg.example/bkg/bkg-migrations:0.2.0@sha256:${'b'.repeat(64)}`;
    expect(job({ database: { migrations: { image } } })).not.toBe(job({}));
    expect(job({ daemon: { logLevel: 'debug' }, webApp: { replicas: 2 } })).toBe(job({}));
  });

  test('scripts arrive with their first line', () => {
    const scripts = ofKind(all.get('dev'), 'ConfigMap').flatMap(({ data }) =>
      Object.entries(mapOf(data)).filter(([file]) => file.endsWith('.sh')),
    );
    expect(scripts.length).toBeGreaterThan(2);
    for (const [file, text] of scripts)
      expect([file, /^#(!\/bin\/sh| shellcheck )/.test(String(text))]).toEqual([file, true]);
  });

  test('networks of both ends agree', () => {
    const policies = ofKind(all.get('production'), 'NetworkPolicy');
    const daemon = policies.find(({ metadata }) => metadata.name === 'cave-daemon');
    const ports = mapsOf(at(daemon?.spec, ['egress'])).flatMap(({ item }) =>
      mapsOf(item.ports).map(({ item: port }) => port.port),
    );
    expect(ports).toEqual(expect.arrayContaining([4317, 5432, 8080]));
    expect(listOf(at(daemon?.spec, ['policyTypes']))).toEqual(['Ingress', 'Egress']);
  });
});
