import { at, type Data, mapOf, numberOf, textOf } from '../access';
import { prometheusMilliseconds } from '../durations';
import type { PodPort } from '../pod-ports';
import type { ReferenceField } from '../reference-field';
import { type Labels, labelsIn, unknownLabels } from '../selector';
import { mergedContainers } from './containers';
import { keyed, table } from './fields';
import { condition, type Group, type Kind, type Operated, type OperatedNetwork } from './kind';
import * as to from './references';

/*
 * Sources: prometheus-operator 0.91, `pkg/prometheus/server/statefulset.go`, `pkg/prometheus/agent/statefulset.go`,
 * `pkg/alertmanager/statefulset.go` and `pkg/thanos/statefulset.go`.
 */

const name = 'monitoring.coreos.com';
const keysAnywhere: readonly ReferenceField[] = [to.anySecretKey, ...to.anyConfigMapKey];

/** What all of its servers have in common. */
const server = {
  images: ['spec.image', 'spec.containers|initContainers.*.image'],
  references: [
    { path: 'spec.serviceAccountName', to: to.serviceAccount, ...to.itself },
    { path: 'spec.priorityClassName', to: to.priorityClass, ...to.itself },
    { path: 'spec.imagePullSecrets.*', to: to.secret },
    { path: 'spec.secrets.*', to: to.secret, ...to.itself },
    { path: 'spec.configMaps.*', to: to.configMap, ...to.itself },
    { path: 'spec.configSecret', to: to.secret, ...to.itself },
    { path: 'spec.alertmanagerConfiguration', to: [`${name}/AlertmanagerConfig`] },
    to.serviceAt('spec.alerting.alertmanagers.*'),
    { path: 'spec.storage.volumeClaimTemplate.spec.storageClassName', to: to.storageClass, ...to.itself },
    ...keysAnywhere,
  ],
  startsEmpty: ({ storage }) => storage !== undefined,
} satisfies Kind;

/** Fields of the specification that go into the template of the pods. */
const restarts = (
  'additionalArgs affinity containers image imagePullSecrets initContainers listenLocal logFormat logLevel ' +
  'nodeSelector podMetadata portName priorityClassName resources routePrefix securityContext serviceAccountName ' +
  'storage tolerations topologySpreadConstraints version volumeMounts volumes web'
).split(' ');
const mounting = [...restarts, 'configMaps', 'externalUrl', 'secrets'];
const scraping = [...mounting, 'enableFeatures', 'tsdb', 'walCompression'];
const ruling = (
  'alertDropLabels alertQueryUrl alertRelabelConfigFile alertRelabelConfigs alertmanagersConfig alertmanagersUrl ' +
  'enableFeatures evaluationInterval externalPrefix grpcServerTlsConfig labels objectStorageConfig ' +
  'objectStorageConfigFile queryConfig queryEndpoints resendDelay retention ruleConcurrentEval ruleGracePeriod ' +
  'ruleOutageTolerance ruleQueryOffset tracingConfig tracingConfigFile'
).split(' ');

/**
 * What the operator gives its config-reloader, as sidecar and as init container. Source: 0.91 to 0.93,
 * `cmd/operator/main.go` (`--config-reloader-cpu-limit` and the other three, whose defaults these are).
 */
const reloaderAmounts: Data = { cpu: '10m', memory: '50Mi' };
const reloader = (container: string): Data => ({
  name: container,
  resources: { limits: reloaderAmounts, requests: reloaderAmounts },
});
const initReloader = [reloader('init-config-reloader')];

/** How its pods are told from others. */
interface Servers {
  /** Value of `app.kubernetes.io/name`, label and Service of the pods. */
  readonly app: string;
  readonly port: number;
  readonly morePorts?: readonly PodPort[];
  /** @default app */
  readonly container?: string;
  /** What the operator asks for where nothing is given. */
  readonly requests?: Data;
  readonly init?: readonly Data[];
}

/**
 * One of its StatefulSets: the server and the reloader, with the containers of the object merged into them by name.
 * It replaces pod by pod: never more than `count`.
 */
function operated(servers: Servers): Operated {
  const { container = servers.app, requests = {}, init = [] } = servers;
  return {
    count: ({ mode, replicas, shards }) =>
      mode === 'DaemonSet' ? null : (numberOf(replicas) ?? 1) * (numberOf(shards) ?? 1),
    network: (object, own) => networkOf(servers, mapOf(object.spec), own),
    pod: ({ resources: given, thanos, containers, initContainers, storage }) => {
      const resources = mapOf(given);
      const main = {
        name: container,
        resources: { ...resources, requests: { ...requests, ...mapOf(resources.requests) } },
      };
      const sidecar = thanos === undefined ? [] : [{ name: 'thanos-sidecar', resources: mapOf(thanos).resources }];
      return {
        containers: mergedContainers([main, reloader('config-reloader'), ...sidecar], containers),
        initContainers: mergedContainers(init, initContainers),
        claims: at(storage, ['volumeClaimTemplate']) === undefined ? 0 : 1,
      };
    },
  };
}

const tcp = (port: string, number: number): PodPort => ({ name: port, number, protocol: 'TCP' });

function networkOf({ app, port, morePorts = [] }: Servers, spec: Data, own: string): OperatedNetwork {
  const portName = textOf(spec.portName) ?? 'web';
  const labels: Labels = {
    'app.kubernetes.io/name': app,
    'app.kubernetes.io/instance': own,
    'app.kubernetes.io/managed-by': 'prometheus-operator',
    'operator.prometheus.io/name': own,
    ...unknownLabels('app.kubernetes.io/version operator.prometheus.io/shard operator.prometheus.io/mode'),
    [app]: own,
    ...labelsIn(mapOf(spec.podMetadata).labels),
  };
  return {
    pods: { labels, ports: [tcp(portName, port), tcp('reloader-web', 8080), ...morePorts] },
    services: [
      {
        name: textOf(spec.serviceName) ?? `${app}-operated`,
        selector: { 'app.kubernetes.io/name': app },
        ports: [tcp(portName, port), ...morePorts].map((one) => ({
          name: (one.name ?? '').replace(/^mesh-(.*)$/, '$1-mesh'),
          port: one.number,
          targetPort: one.number,
        })),
      },
    ],
  };
}

/** `15d`, `36h`; the operator's default is a day. */
function days(setting: unknown): number {
  const milliseconds = prometheusMilliseconds(String(setting ?? '24h'));
  return milliseconds === undefined ? Number.NaN : milliseconds / 86_400_000;
}
const samples = { field: 'spec.retention', what: 'samples', days };

/** What the prometheus-operator runs, and what its servers read. */
export const prometheusOperator: Group = {
  name,
  operator: 'prometheus-operator',
  kinds: {
    Alertmanager: {
      ...server,
      operated: operated({
        app: 'alertmanager',
        port: 9093,
        morePorts: [tcp('mesh-tcp', 9094), { ...tcp('mesh-udp', 9094), protocol: 'UDP' }],
        requests: { memory: '200Mi' },
        init: initReloader,
      }),
      restarts: [...mounting, 'clusterAdvertiseAddress', 'forceEnableClusterMode', 'retention'],
      readyForFlux: condition('Available'),
    },
    AlertmanagerConfig: { references: keysAnywhere, texts: ['spec'] },
    PodMonitor: { references: keysAnywhere },
    Probe: { references: keysAnywhere },
    Prometheus: {
      ...server,
      operated: operated({ app: 'prometheus', port: 9090, init: initReloader }),
      restarts: [...scraping, 'query', 'retention', 'retentionSize', 'thanos'],
      images: [...server.images, 'spec.thanos.image'],
      keeps: samples,
      readyForFlux: condition('Available'),
    },
    PrometheusAgent: {
      ...server,
      operated: operated({ app: 'prometheus-agent', port: 9090, container: 'prometheus', init: initReloader }),
      restarts: [...scraping, 'mode'],
    },
    PrometheusRule: {
      fields: table(keyed('name', ['spec.groups'], true), keyed('alert,record', ['spec.groups.*.rules'])),
    },
    ScrapeConfig: { references: keysAnywhere },
    ServiceMonitor: { references: keysAnywhere },
    ThanosRuler: {
      ...server,
      operated: operated({
        app: 'thanos-ruler',
        port: 10902,
        morePorts: [tcp('grpc', 10901)],
        requests: { memory: '200Mi' },
      }),
      restarts: [...restarts, ...ruling],
      keeps: samples,
    },
  },
};
