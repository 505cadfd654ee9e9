import { at, type Data, mapOf, mapsOf, numberOf, textOf } from './access';
import { groupKindOf } from './kinds';

/** The pods that an operator runs for an object, with everything it adds to them. */
export interface OperatedPodSet {
  readonly count: number;
  /** Containers with what they reserve and may use; nothing else of the pod. */
  readonly pod: { readonly containers: readonly Data[]; readonly initContainers: readonly Data[] };
  /** Volume claims of each pod. */
  readonly claims: number;
}

type Operator = (spec: Data, object: Data, others: readonly Data[]) => OperatedPodSet | undefined;

/**
 * What the prometheus-operator gives its config-reloader, as sidecar and as init container. Source: 0.91 to 0.93,
 * `cmd/operator/main.go` (`--config-reloader-cpu-limit` and the other three, whose defaults these are).
 */
const reloaderAmounts: Data = { cpu: '10m', memory: '50Mi' };
const reloader = (name: string): Data => ({
  name,
  resources: { limits: reloaderAmounts, requests: reloaderAmounts },
});

/**
 * One of its StatefulSets: the server and the reloader, with the containers of the object merged into them by name.
 * It replaces pod by pod: never more than `count`. Source: 0.91, `pkg/prometheus/server/statefulset.go`,
 * `pkg/alertmanager/statefulset.go`, `pkg/thanos/statefulset.go`.
 */
function server(name: string, init: readonly Data[], requests: Data = {}): Operator {
  return (spec) => {
    if (spec.mode === 'DaemonSet') return undefined;
    const resources = mapOf(spec.resources);
    const main = { name, resources: { ...resources, requests: { ...requests, ...mapOf(resources.requests) } } };
    const thanos = spec.thanos === undefined ? [] : [sidecarOfThanos(mapOf(spec.thanos))];
    return {
      count: (numberOf(spec.replicas) ?? 1) * (numberOf(spec.shards) ?? 1),
      pod: {
        containers: merged([main, reloader('config-reloader'), ...thanos], spec.containers),
        initContainers: merged(init, spec.initContainers),
      },
      claims: at(spec, ['storage', 'volumeClaimTemplate']) === undefined ? 0 : 1,
    };
  };
}

function sidecarOfThanos({ resources }: Data): Data {
  return { name: 'thanos-sidecar', resources };
}

function merged(own: readonly Data[], given: unknown): Data[] {
  const all = new Map(own.map((container) => [container.name, container]));
  for (const { item } of mapsOf(given)) all.set(item.name, { ...all.get(item.name), ...item });
  return [...all.values()];
}

/**
 * CloudNativePG's instances: an init container with the cluster's own amounts, and the barman-cloud plugin's sidecar
 * with those of its ObjectStore. Jobs (`initdb`, `join`, `full-recovery`) are as large and run before the instance that
 * they prepare exists; an update replaces instance by instance. Source: cloudnative-pg 1.30 `pkg/specs/containers.go`,
 * `pods.go` and `jobs.go`; plugin-barman-cloud 0.14 `internal/cnpgi/operator/lifecycle.go` and
 * `lifecycle_resources.go`.
 */
const database: Operator = (spec, object, others) => {
  const { resources } = spec;
  const sidecar = mapsOf(spec.plugins)
    .filter(({ item }) => item.name === 'barman-cloud.cloudnative-pg.io' && item.enabled !== false)
    .map(({ item }) => barmanSidecar(textOf(at(item, ['parameters', 'barmanObjectName'])), object, others));
  return {
    count: numberOf(spec.instances) ?? 1,
    pod: {
      containers: [{ name: 'postgres', resources }],
      initContainers: [{ name: 'bootstrap-controller', resources }, ...sidecar],
    },
    claims: 1 + (spec.walStorage === undefined ? 0 : 1) + mapsOf(spec.tablespaces).length,
  };
};

function barmanSidecar(store: string | undefined, object: Data, others: readonly Data[]): Data {
  const namespace = mapOf(object.metadata).namespace;
  const found = others.find((other) => {
    const { name, namespace: place } = mapOf(other.metadata);
    return groupKindOf(other) === 'barmancloud.cnpg.io/ObjectStore' && name === store && place === namespace;
  });
  const resources = at(found, ['spec', 'instanceSidecarConfiguration', 'resources']);
  return { name: 'plugin-barman-cloud', restartPolicy: 'Always', resources };
}

/** Source: cloudnative-pg 1.30 `pkg/specs/pgbouncer/deployments.go`. */
const pooler: Operator = (spec) => {
  const pod = mapOf(at(spec, ['template', 'spec']));
  return {
    count: numberOf(spec.instances) ?? 1,
    pod: {
      containers: merged([{ name: 'pgbouncer' }], pod.containers),
      initContainers: merged([{ name: 'bootstrap-controller', resources: pod.resources }], pod.initContainers),
    },
    claims: 0,
  };
};

const init = [reloader('init-config-reloader')];
const operators: Readonly<Record<string, Operator>> = {
  'monitoring.coreos.com/Alertmanager': server('alertmanager', init, { memory: '200Mi' }),
  'monitoring.coreos.com/Prometheus': server('prometheus', init),
  'monitoring.coreos.com/PrometheusAgent': server('prometheus', init),
  'monitoring.coreos.com/ThanosRuler': server('thanos-ruler', [], { memory: '200Mi' }),
  'postgresql.cnpg.io/Cluster': database,
  'postgresql.cnpg.io/Pooler': pooler,
};

/** The pods of an object that an operator looks after; `others` is where it may find the rest of its settings. */
export function operatedPods(object: Data, others: readonly Data[]): OperatedPodSet | undefined {
  return operators[groupKindOf(object)]?.(mapOf(object.spec), object, others);
}
