import { type Data, numberOf } from '../../../kubernetes/access';

/*
 * Custom resources whose pods an operator makes, and the fields on which it makes them anew. Sources: the operators'
 * documentation: CloudNativePG 1.29 (rolling updates, PostgreSQL configuration), prometheus-operator 0.91 (the
 * StatefulSets it makes), OpenTelemetry operator 0.150.
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
  'configMaps',
  'containers',
  'externalUrl',
  'image',
  'imagePullSecrets',
  'initContainers',
  'logFormat',
  'logLevel',
  'nodeSelector',
  'podMetadata',
  'priorityClassName',
  'resources',
  'retention',
  'routePrefix',
  'secrets',
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
const replicas = (spec: Data) => numberOf(spec.replicas) ?? 1;

/** By `<group>/<Kind>`. */
export const operatedKinds: Readonly<Record<string, OperatedKind>> = {
  'monitoring.coreos.com/Alertmanager': {
    rolls: [...server, 'clusterAdvertiseAddress', 'forceEnableClusterMode'],
    pods: replicas,
  },
  'monitoring.coreos.com/Prometheus': {
    rolls: [...server, 'enableFeatures', 'query', 'retentionSize', 'thanos', 'tsdb', 'walCompression'],
    pods: (spec) => replicas(spec) * (numberOf(spec.shards) ?? 1),
  },
  'opentelemetry.io/OpenTelemetryCollector': {
    rolls: [
      'args',
      'config',
      'env',
      'envFrom',
      'image',
      'podAnnotations',
      'podSecurityContext',
      'resources',
      'securityContext',
    ],
    pods: (spec) => (spec.mode === 'daemonset' ? null : replicas(spec)),
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
