import { at, type Data, mapOf, mapsOf, numberOf, textOf } from '../access';
import { groupKindOf } from '../group-kind';
import { labelsIn, unknownLabels } from '../selector';
import { secretOf } from './cert-manager-shim';
import { mergedContainers } from './containers';
import { defaults, keyed, table } from './fields';
import { condition, type Group, type Kind, type OperatedNetwork, type OperatedPod, type Product } from './kind';
import { anyConfigMapKey, anySecretKey, itself, priorityClass, secret, storageClass } from './references';

const name = 'postgresql.cnpg.io';
const barman = 'barmancloud.cnpg.io';
const cluster = `${name}/Cluster`;
const objectStore = `${barman}/ObjectStore`;

const ofCluster = { references: [{ path: 'spec.cluster', to: [cluster] }] } satisfies Kind;
const count = ({ instances }: Data) => numberOf(instances) ?? 1;
const tcp = (port: string, number: number) => ({ name: port, number, protocol: 'TCP' });

/** One Service each for writing, reading and any. */
function clusterNetwork(object: Data, own: string): OperatedNetwork {
  const spec = mapOf(object.spec);
  const services = mapOf(mapOf(spec.managed).services);
  const disabled = Array.isArray(services.disabledDefaultServices) ? services.disabledDefaultServices : [];
  const ports = [{ name: 'postgres', port: 5432, targetPort: 5432 }];
  const selector = { 'cnpg.io/cluster': own };
  const extra = mapsOf(services.additional).flatMap(
    ({ item }) => textOf(at(item, ['serviceTemplate', 'metadata', 'name'])) ?? [],
  );
  const usual = ['rw', 'ro', 'r'].filter((sort) => !disabled.includes(sort)).map((sort) => `${own}-${sort}`);
  return {
    pods: {
      labels: {
        ...selector,
        ...unknownLabels('cnpg.io/instanceName cnpg.io/instanceRole cnpg.io/jobRole cnpg.io/podRole role'),
        ...unknownLabels('app.kubernetes.io/name app.kubernetes.io/instance app.kubernetes.io/component'),
        ...unknownLabels('app.kubernetes.io/managed-by app.kubernetes.io/version'),
        ...labelsIn(mapOf(spec.inheritedMetadata).labels),
      },
      ports: [tcp('postgresql', 5432), tcp('metrics', 9187), tcp('status', 8000)],
    },
    services: [...usual, ...extra].map((service) => ({ name: service, selector, ports })),
  };
}

/**
 * The instances: an init container with the cluster's own amounts, and the barman-cloud plugin's sidecar with those of
 * its ObjectStore. Jobs (`initdb`, `join`, `full-recovery`) are as large and run before the instance that they prepare
 * exists; an update replaces instance by instance. Source: cloudnative-pg 1.30 `pkg/specs/containers.go`, `pods.go` and
 * `jobs.go`; plugin-barman-cloud 0.14 `internal/cnpgi/operator/lifecycle.go` and `lifecycle_resources.go`.
 */
function clusterPod(spec: Data, object: Data, others: readonly Data[]): OperatedPod {
  const { resources } = spec;
  const sidecar = mapsOf(spec.plugins)
    .filter(({ item }) => item.name === 'barman-cloud.cloudnative-pg.io' && item.enabled !== false)
    .map(({ item }) => barmanSidecar(textOf(at(item, ['parameters', 'barmanObjectName'])), object, others));
  return {
    containers: [{ name: 'postgres', resources }],
    initContainers: [{ name: 'bootstrap-controller', resources }, ...sidecar],
    claims: 1 + (spec.walStorage === undefined ? 0 : 1) + mapsOf(spec.tablespaces).length,
  };
}

function barmanSidecar(store: string | undefined, object: Data, others: readonly Data[]): Data {
  const namespace = mapOf(object.metadata).namespace;
  const found = others.find((other) => {
    const { name: own, namespace: place } = mapOf(other.metadata);
    return groupKindOf(other) === objectStore && own === store && place === namespace;
  });
  const resources = at(found, ['spec', 'instanceSidecarConfiguration', 'resources']);
  return { name: 'plugin-barman-cloud', restartPolicy: 'Always', resources };
}

const loginKeys = 'dbname fqdn-jdbc-uri fqdn-uri host jdbc-uri password pgpass port uri user username'.split(' ');

/** Certificates, logins, an account. */
function clusterProducts(object: Data, own: string): Product[] {
  const { enableSuperuserAccess, superuserSecret, bootstrap } = mapOf(object.spec);
  const ownLogin = at(bootstrap, ['initdb', 'secret', 'name']) === undefined;
  return [
    { kind: '/ServiceAccount', name: own },
    ...secretOf(`${own}-ca`, ['ca.crt', 'ca.key']),
    ...secretOf(`${own}-server`, ['tls.crt', 'tls.key']),
    ...secretOf(`${own}-replication`, ['tls.crt', 'tls.key']),
    ...(ownLogin ? secretOf(`${own}-app`, loginKeys) : []),
    ...(enableSuperuserAccess === true && superuserSecret === undefined ? secretOf(`${own}-superuser`, loginKeys) : []),
  ];
}

/** Parameters of PostgreSQL that only a restart changes (context `postmaster`), of those that the operator lets people set. */
const restartParameters = (
  'archive_mode autovacuum_freeze_max_age autovacuum_max_workers cluster_name hot_standby huge_pages max_connections ' +
  'max_files_per_process max_locks_per_transaction max_logical_replication_workers max_pred_locks_per_transaction ' +
  'max_prepared_transactions max_replication_slots max_wal_senders max_worker_processes shared_buffers ' +
  'shared_memory_type superuser_reserved_connections track_activity_query_size track_commit_timestamp wal_buffers ' +
  'wal_level wal_log_hints'
).split(' ');

/** `7d`, `4w`, `3m` for months; without one barman deletes nothing. */
function days(setting: unknown): number {
  if (setting === null || setting === undefined) return Infinity;
  const [, number, unit = ''] = /^(\d+)([dwm])$/.exec(String(setting)) ?? [];
  return Number(number) * ({ d: 1, w: 7, m: 30 }[unit] ?? Number.NaN);
}

/** Sources: the documentation of 1.29 (rolling updates, PostgreSQL configuration), its definition and its webhooks. */
const clusterKind: Kind = {
  operated: {
    count,
    network: clusterNetwork,
    pod: clusterPod,
    handover: 'writing fails for the seconds in which its primary restarts or hands over',
  },
  restarts: [
    ...(
      'affinity env envFrom imageCatalogRef imageName plugins priorityClassName projectedVolumeTemplate resources ' +
      'schedulerName seccompProfile topologySpreadConstraints walStorage postgresql.shared_preload_libraries'
    ).split(' '),
    ...restartParameters.map((parameter) => `postgresql.parameters.${parameter}`),
  ],
  images: ['spec.imageName'],
  references: [
    { path: 'spec.superuserSecret', to: secret },
    { path: 'spec.bootstrap.*.secret', to: secret },
    { path: 'spec.managed.roles.*.passwordSecret', to: secret },
    {
      path: 'spec.certificates.serverCASecret|serverTLSSecret|clientCASecret|replicationTLSSecret',
      to: secret,
      ...itself,
    },
    { path: 'spec.imagePullSecrets.*', to: secret },
    { path: 'spec.priorityClassName', to: priorityClass, ...itself },
    { path: 'spec.storage|walStorage.storageClass', to: storageClass, ...itself },
    { path: 'spec.plugins.*.parameters', to: [objectStore], name: 'barmanObjectName' },
    { path: 'spec.externalClusters.*.plugin.parameters', to: [objectStore], name: 'barmanObjectName' },
    anySecretKey,
    ...anyConfigMapKey,
  ],
  products: clusterProducts,
  fields: table(
    defaults({
      'spec.instances': 1,
      'spec.enablePDB': true,
      'spec.logLevel': 'info',
      'spec.primaryUpdateMethod': 'restart',
      'spec.primaryUpdateStrategy': 'unsupervised',
      'spec.storage.resizeInUseVolumes': true,
    }),
    keyed('name', ['spec.managed.roles', 'spec.plugins', 'spec.tablespaces', 'spec.externalClusters'], true),
  ),
  immutable: [
    { field: 'spec.postgresUID' },
    { field: 'spec.postgresGID' },
    { field: 'spec.walStorage', when: (old, current) => hasWal(old) && !hasWal(current) },
  ],
  volumeSizes: ['spec.storage.size', 'spec.walStorage.size'],
  databaseImage: 'spec.imageName',
  lost: () => 'the database: its instances and their volumes',
  startsEmpty: ({ bootstrap }) => {
    const { initdb, ...origins } = mapOf(bootstrap);
    return (mapOf(initdb).import ?? Object.values(origins)[0]) === undefined;
  },
  keeps: { field: 'spec.backup.retentionPolicy', what: 'backups', days },
  readyForFlux: condition('Ready'),
};

function hasWal(object: Data): boolean {
  return at(object, ['spec', 'walStorage']) !== undefined;
}

const pooler: Kind = {
  ...ofCluster,
  operated: {
    count,
    network: (_, own) => ({
      pods: {
        labels: { 'cnpg.io/poolerName': own, 'cnpg.io/cluster': null, 'cnpg.io/podRole': 'pooler' },
        ports: [tcp('pgbouncer', 5432), tcp('metrics', 9127)],
      },
      services: [
        {
          name: own,
          selector: { 'cnpg.io/poolerName': own },
          ports: [{ name: 'pgbouncer', port: 5432, targetPort: 'pgbouncer' }],
        },
      ],
    }),
    // Source: cloudnative-pg 1.30 `pkg/specs/pgbouncer/deployments.go`.
    pod: ({ template }) => {
      const { containers, initContainers, resources } = mapOf(at(template, ['spec']));
      return {
        containers: mergedContainers([{ name: 'pgbouncer' }], containers),
        initContainers: mergedContainers([{ name: 'bootstrap-controller', resources }], initContainers),
        claims: 0,
      };
    },
  },
  restarts: ['pgbouncer', 'template'],
  images: ['spec.template.spec.containers.*.image'],
};

/** CloudNativePG and its plugin for backups. */
export const cloudnativePg: readonly Group[] = [
  {
    name,
    operator: 'cloudnative-pg',
    kinds: {
      Backup: ofCluster,
      Cluster: clusterKind,
      ClusterImageCatalog: { clusterScoped: true },
      Database: {
        ...ofCluster,
        immutable: [{ field: 'spec.cluster' }, { field: 'spec.name' }],
        reclaims: { field: 'databaseReclaimPolicy', what: 'the database' },
        lost: ({ databaseReclaimPolicy }) => (databaseReclaimPolicy === 'delete' ? 'the database' : undefined),
      },
      Pooler: pooler,
      Publication: { ...ofCluster, reclaims: { field: 'publicationReclaimPolicy', what: 'the publication' } },
      ScheduledBackup: ofCluster,
      Subscription: { ...ofCluster, reclaims: { field: 'subscriptionReclaimPolicy', what: 'the subscription' } },
    },
  },
  {
    name: barman,
    operator: 'barman-cloud-plugin',
    kinds: {
      ObjectStore: {
        references: [anySecretKey],
        texts: ['spec'],
        lost: () => 'the way to the backups; no write-ahead log is archived from then on',
        keeps: { field: 'spec.retentionPolicy', what: 'backups', days },
      },
    },
  },
];
