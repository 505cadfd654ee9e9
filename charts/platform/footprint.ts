import { parseQuantity } from '../../kubernetes/quantity';
import type { Manifest } from '../component';

/** What a namespace's pods may use at most, in cores and bytes. */
interface Footprint {
  pods: number;
  cpu: number;
  memory: number;
  claims: number;
}

/**
 * The ResourceQuota that the given objects of one namespace fit into: twice what they may use, so that a roll-out,
 * a retried Job and a restore have room, and a runaway controller does not. Public Services need review, so there
 * are none. Returns nothing for a namespace without pods, nor for one with only DaemonSets, whose pods follow the nodes.
 */
export function quotaOf(objects: readonly Manifest[]): Record<string, string> | undefined {
  const total: Footprint = { pods: 0, cpu: 0, memory: 0, claims: 0 };
  const replicas = autoscaledReplicas(objects);
  for (const object of objects) add(total, object, replicas);
  if (total.pods === 0) return undefined;
  return {
    pods: String(total.pods * 2),
    'limits.cpu': String(Math.ceil(total.cpu * 2)),
    'limits.memory': `${Math.ceil((total.memory * 2) / gibibyte)}Gi`,
    persistentvolumeclaims: String(total.claims * 2),
    'services.loadbalancers': '0',
    'services.nodeports': '0',
  };
}

const gibibyte = 1024 ** 3;

interface Pod {
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly { readonly ephemeral?: unknown }[];
}

interface Container {
  readonly resources?: { readonly limits?: Readonly<Record<string, string | number>> };
}

type Spec = Readonly<Record<string, never>> & {
  readonly replicas?: number;
  readonly instances?: number;
  readonly template?: { readonly spec: Pod };
  readonly jobTemplate?: { readonly spec: { readonly template: { readonly spec: Pod } } };
  readonly volumeClaimTemplates?: readonly unknown[];
  readonly storage?: unknown;
};

function add(total: Footprint, object: Manifest, autoscaled: ReadonlyMap<string, number>): void {
  const spec = object.spec as Spec;
  const replicas = autoscaled.get(object.metadata.name) ?? spec?.replicas ?? spec?.instances ?? 1;
  switch (object.kind) {
    case 'Deployment':
    case 'Job':
      addPods(total, replicas, spec.template?.spec);
      break;
    case 'CronJob':
      addPods(total, 1, spec.jobTemplate?.spec.template.spec);
      break;
    case 'StatefulSet':
      total.claims += replicas * (spec.volumeClaimTemplates?.length ?? 0);
      addPods(total, replicas, spec.template?.spec);
      break;
    case 'PersistentVolumeClaim':
      total.claims += 1;
      break;
    // Operators make one pod and one claim per replica of these.
    case 'Cluster':
    case 'Prometheus':
    case 'Alertmanager':
      total.claims += replicas;
      addPods(total, replicas, { containers: [spec as Container] });
  }
}

function addPods(total: Footprint, replicas: number, pod: Pod | undefined): void {
  total.pods += replicas;
  total.claims += replicas * (pod?.volumes ?? []).filter(({ ephemeral }) => ephemeral).length;
  for (const container of pod?.containers ?? []) {
    total.cpu += replicas * parseQuantity(container.resources?.limits?.cpu ?? 0.5);
    total.memory += replicas * parseQuantity(container.resources?.limits?.memory ?? '256Mi');
  }
}

function autoscaledReplicas(objects: readonly Manifest[]): Map<string, number> {
  return new Map(
    objects
      .filter((object) => object.kind === 'HorizontalPodAutoscaler')
      .map((object) => {
        const spec = object.spec as { scaleTargetRef: { name: string }; maxReplicas: number };
        return [spec.scaleTargetRef.name, spec.maxReplicas];
      }),
  );
}
