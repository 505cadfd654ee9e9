import { at, mapOf, mapsOf, textOf } from '../../kubernetes/access';
import { podOf } from '../../kubernetes/kinds';
import { parseQuantity } from '../../kubernetes/quantity';
import { environment, manifests } from '../support/environments';

type Manifest = ReturnType<typeof manifests>[number];
type Bound = 'limits.cpu' | 'limits.memory' | 'pods';

/**
 * Most pods of a workload at one time, when everything restarts: those that end slowly are still there when the last new
 * one is ready, a Job that replaces another waits for nobody, a CronJob runs by its schedule and once by hand, and what an
 * operator replaces pod by pod may stand beside its successor of another name, as in a restore.
 */
function mostPods(object: Manifest, objects: readonly Manifest[]): number {
  const spec = mapOf(object.spec);
  const scaler = objects.find(
    ({ kind, spec: of }) =>
      kind === 'HorizontalPodAutoscaler' && at(of, ['scaleTargetRef', 'name']) === object.metadata.name,
  );
  const count = Number(at(scaler?.spec, ['maxReplicas']) ?? spec.replicas ?? spec.instances ?? 1);
  return object.kind === 'DaemonSet' ? 0 : 2 * count;
}

/** What operators add to each pod of theirs, as seen in pods that they made. */
function addition(object: Manifest, objects: readonly Manifest[], bound: Bound): number | undefined {
  const own = parseQuantity(textOf(at(object.spec, ['resources', 'limits', bound.slice(7)])) ?? '');
  if (object.kind === 'Prometheus' || object.kind === 'Alertmanager')
    return own + parseQuantity(bound === 'limits.cpu' ? '10m' : '50Mi');
  if (object.kind !== 'Cluster') return undefined;
  const store = objects.find(({ kind }) => kind === 'ObjectStore');
  const sidecar = at(store?.spec, ['instanceSidecarConfiguration', 'resources', 'limits', bound.slice(7)]);
  return own + parseQuantity(textOf(sidecar) ?? '');
}

/** What one pod may use; containers that say nothing have the LimitRange's. */
function perPod(object: Manifest, objects: readonly Manifest[], bound: Bound): number {
  if (bound === 'pods') return podOf(object) || ['Prometheus', 'Alertmanager', 'Cluster'].includes(object.kind) ? 1 : 0;
  const operated = addition(object, objects, bound);
  if (operated !== undefined) return operated;
  const pod = podOf(object)?.spec ?? {};
  const amounts = (list: string) =>
    mapsOf(pod[list]).map(({ item }) => {
      const amount = parseQuantity(String(at(item, ['resources', 'limits', bound.slice(7)])));
      return Number.isNaN(amount) ? parseQuantity(bound === 'limits.cpu' ? '500m' : '256Mi') : amount;
    });
  const sum = amounts('containers').reduce((all, amount) => all + amount, 0);
  return Math.max(sum, ...amounts('initContainers'));
}

const environments = {
  dev: environment('dev'),
  staging: environment('staging'),
  production: environment('production'),
  'with everything in the daemon': environment('production', {
    kernel: { topology: 'embedded' },
    daemon: { replicas: 1, autoscaling: undefined },
  }),
};

describe.each(Object.entries(environments))('%s', (_name, env) => {
  const objects = manifests(env);
  const quotas = objects.filter(({ kind }) => kind === 'ResourceQuota');

  test.each(['limits.cpu', 'limits.memory', 'pods'] as const)('%s: everything may restart at once', (bound) => {
    expect(quotas.length).toBeGreaterThan(6);
    for (const { metadata, spec } of quotas) {
      const inside = objects.filter((object) => object.metadata.namespace === metadata.namespace);
      const needed = inside.map((object) => mostPods(object, inside) * perPod(object, inside, bound));
      const sum = needed.reduce((all, amount) => all + amount, 0);
      expect(sum).toBeGreaterThan(0);
      const hard = parseQuantity(String(at(spec, ['hard', bound])));
      expect([metadata.namespace, hard >= sum - 1e-9]).toEqual([metadata.namespace, true]);
    }
  });
});
