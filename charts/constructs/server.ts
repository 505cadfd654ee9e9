import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { confined } from './app-armor';
import {
  type Container,
  type ContainerPort,
  type DeploymentSpec,
  IntOrString,
  KubeDeployment,
  KubePodDisruptionBudget,
  KubeService,
  type ServicePort,
} from './k8s';
import { workloadLabels } from './labels';
import { hardenedPod, type PodProps } from './pod';

export interface ServerProps extends Omit<PodProps, 'name'> {
  /** Left out when an autoscaler decides. */
  readonly replicas?: number;

  /** Ports that other pods may call, by name; each is also a port of the first container. */
  readonly ports: Readonly<Record<string, number>>;

  /** Its Service: the name, and labels that pods must have beyond the usual ones. @default - the name of the server */
  readonly service?: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };

  /** @default RollingUpdate, one more pod before one less */
  readonly strategy?: DeploymentSpec['strategy'];
}

/** A long-running server: one Deployment behind one ClusterIP Service, spread over nodes and zones. */
export class Server extends Construct {
  constructor(scope: Construct, name: string, props: ServerProps) {
    super(scope, name);
    const template = hardenedPod({
      ...props,
      name,
      containers: props.containers.map((c, i) => (i === 0 ? { ...c, ports: containerPorts(props.ports) } : c)),
      spec: { topologySpreadConstraints: spread(name, props.replicas), ...props.spec },
    });
    const { labels } = props;
    const deployment = KubeDeployment.manifest({
      metadata: { name, labels },
      spec: {
        replicas: props.replicas,
        revisionHistoryLimit: 3,
        selector: { matchLabels: workloadLabels(name) },
        strategy: props.strategy ?? { type: 'RollingUpdate', rollingUpdate: { maxSurge: one, maxUnavailable: zero } },
        template,
      },
    });
    new ApiObject(this, 'deployment', confined(deployment, props.appArmor));
    new KubeService(this, 'service', {
      metadata: { name: props.service?.name ?? name, labels },
      spec: { selector: { ...workloadLabels(name), ...props.service?.labels }, ports: servicePorts(props.ports) },
    });
    // With one replica a budget would only block node drains.
    if (props.replicas === undefined || props.replicas > 1) {
      new KubePodDisruptionBudget(this, 'budget', {
        metadata: { name, labels },
        spec: {
          maxUnavailable: one,
          selector: { matchLabels: workloadLabels(name) },
          // A pod that never became ready must not block the drain of its node.
          unhealthyPodEvictionPolicy: 'AlwaysAllow',
        },
      });
    }
  }
}

const one = IntOrString.fromNumber(1);
const zero = IntOrString.fromNumber(0);

/** Container ports by name. */
export function containerPorts(ports: Readonly<Record<string, number>>): ContainerPort[] {
  return Object.entries(ports).map(([name, containerPort]) => ({ name, containerPort }));
}

/** Service ports by name, each leading to the container port of the same name. */
export function servicePorts(ports: Readonly<Record<string, number>>): ServicePort[] {
  return Object.entries(ports).map(([name, port]) => ({ name, port, targetPort: IntOrString.fromString(name) }));
}

/** Spreads replicas over zones and nodes where possible; it never keeps a pod from starting. */
function spread(name: string, replicas: number | undefined) {
  if (replicas === 1) return undefined;
  return ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: workloadLabels(name) },
  }));
}

/** An HTTP probe of the named port. */
export function httpProbe(path: string, timing: Partial<Container['livenessProbe']> = {}, port = 'http') {
  return { httpGet: { path, port: IntOrString.fromString(port) }, ...timing };
}
