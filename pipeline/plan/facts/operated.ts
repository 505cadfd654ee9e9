import { type Data, numberOf } from '../../../kubernetes/access';

/*
 * Custom resources whose pods an operator makes, and the fields on which it makes them anew. Sources: the operators'
 * documentation: CloudNativePG 1.29 (rolling updates, PostgreSQL configuration), OpenTelemetry operator 0.150;
 * and what goes into the pod templates of the prometheus-operator 0.91 (`pkg/prometheus/server/statefulset.go`,
 * `pkg/prometheus/agent/statefulset.go`, `pkg/alertmanager/statefulset.go`, `pkg/thanos/statefulset.go`).
 */

export interface OperatedKind {
  /** Fields of the specification that make pods anew. */
  readonly rolls: readonly string[];
  readonly pods: (spec: Data) => number | null;
}

/** Parameters of PostgreSQL that only a restart changes (context `postmaster`), of those that operators let people set. */
export const restartParameters: readonly string[] = [
  'archive_mode',
  'autovacuum_freeze_max_age',
  'autovacuum_max_workers',
  'cluster_name',
  'hot_standby',
  'huge_pages',
  'max_connections',
  'max_files_per_process',
  'max_locks_per_transaction',
  'max_logical_replication_workers',
  'max_pred_locks_per_transaction',
  'max_prepared_transactions',
  'max_replication_slots',
  'max_wal_senders',
  'max_worker_processes',
  'shared_buffers',
  'shared_memory_type',
  'superuser_reserved_connections',
  'track_activity_query_size',
  'track_commit_timestamp',
  'wal_buffers',
  'wal_level',
  'wal_log_hints',
];

const server = [
  'additionalArgs',
  'affinity',
  'containers',
  'image',
  'imagePullSecrets',
  'initContainers',
  'listenLocal',
  'logFormat',
  'logLevel',
  'nodeSelector',
  'podMetadata',
  'portName',
  'priorityClassName',
  'resources',
  'routePrefix',
  'securityContext',
  'serviceAccountName',
  'storage',
  'tolerations',
  'topologySpreadConstraints',
  'version',
  'volumeMounts',
  'volumes',
  'web',
];
const mounting = [...server, 'configMaps', 'externalUrl', 'secrets'];
const scraping = [...mounting, 'enableFeatures', 'tsdb', 'walCompression'];
const replicas = (spec: Data) => numberOf(spec.replicas) ?? 1;
const sharded = (spec: Data) => (spec.mode === 'DaemonSet' ? null : replicas(spec) * (numberOf(spec.shards) ?? 1));

/** By `<group>/<Kind>`. */
export const operatedKinds: Readonly<Record<string, OperatedKind>> = {
  'monitoring.coreos.com/Alertmanager': {
    rolls: [...mounting, 'clusterAdvertiseAddress', 'forceEnableClusterMode', 'retention'],
    pods: replicas,
  },
  'monitoring.coreos.com/Prometheus': {
    rolls: [...scraping, 'query', 'retention', 'retentionSize', 'thanos'],
    pods: sharded,
  },
  'monitoring.coreos.com/PrometheusAgent': { rolls: [...scraping, 'mode'], pods: sharded },
  'monitoring.coreos.com/ThanosRuler': {
    rolls: [
      ...server,
      'alertDropLabels',
      'alertQueryUrl',
      'alertRelabelConfigFile',
      'alertRelabelConfigs',
      'alertmanagersConfig',
      'alertmanagersUrl',
      'enableFeatures',
      'evaluationInterval',
      'externalPrefix',
      'grpcServerTlsConfig',
      'labels',
      'objectStorageConfig',
      'objectStorageConfigFile',
      'queryConfig',
      'queryEndpoints',
      'resendDelay',
      'retention',
      'ruleConcurrentEval',
      'ruleGracePeriod',
      'ruleOutageTolerance',
      'ruleQueryOffset',
      'tracingConfig',
      'tracingConfigFile',
    ],
    pods: replicas,
  },
  'opentelemetry.io/OpenTelemetryCollector': {
    rolls: [
      'additionalContainers',
      'affinity',
      'args',
      'config',
      'env',
      'envFrom',
      'image',
      'initContainers',
      'nodeSelector',
      'podAnnotations',
      'podSecurityContext',
      'priorityClassName',
      'resources',
      'securityContext',
      'serviceAccount',
      'tolerations',
      'topologySpreadConstraints',
      'volumeMounts',
      'volumes',
    ],
    // A sidecar comes with the next pod that asks for it.
    pods: (spec) => (spec.mode === 'daemonset' ? null : spec.mode === 'sidecar' ? 0 : replicas(spec)),
  },
  'postgresql.cnpg.io/Cluster': {
    rolls: [
      'affinity',
      'env',
      'envFrom',
      'imageCatalogRef',
      'imageName',
      'plugins',
      'priorityClassName',
      'projectedVolumeTemplate',
      'resources',
      'schedulerName',
      'seccompProfile',
      'topologySpreadConstraints',
      'walStorage',
      ...restartParameters.map((name) => `postgresql.parameters.${name}`),
      'postgresql.shared_preload_libraries',
    ],
    pods: (spec) => numberOf(spec.instances) ?? 1,
  },
  'postgresql.cnpg.io/Pooler': { rolls: ['pgbouncer', 'template'], pods: (spec) => numberOf(spec.instances) ?? 1 },
};
