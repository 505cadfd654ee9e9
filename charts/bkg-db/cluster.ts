import type { Construct } from 'constructs';
import type { Cluster } from '../../imports';
import { shadowRole } from '../../settings/facts/colours';
import type { Environment, OwnDatabase } from '../../settings/types';
import { customResource } from '../constructs/custom-resource';
import { KubeConfigMap } from '../constructs/k8s';
import { priorityClass } from '../priorities';
import { pullSecretOf } from '../secrets/consumers';
import { databaseRolesOf } from '../secrets/consumers/database';
import type { DatabaseRole } from '../secrets/sources';
import { archiveTimeoutSeconds } from './archive';
import { recoveryTarget } from './archive/recovery';
import { addBackups, barmanPlugin, objectStoreName } from './backups';
import { databaseServer, restoreIdOf, restoredFrom } from './restore-id';
import { queriesRef } from './queries';
import { hasShadow, rolesOfShadow, shadowConnections } from './shadow';
import { slotLimit } from './slot-limit';
import roles from './sql/roles.sql';

type Spec = NonNullable<Cluster['spec']>;

/**
 * Adds the Postgres cluster that CloudNativePG runs, with the roles it keeps as they should be, and its backups. The
 * operator names its Service for reading and writing after the cluster, with `-rw` behind it.
 */
export function addCluster(scope: Construct, env: Environment, database: OwnDatabase): void {
  const name = databaseServer(env, restoreIdOf(env));
  customResource<Cluster>(scope, 'cluster', {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Cluster',
    metadata: { name },
    spec: {
      ...servers(env, database, name),
      ...(database.restore ? fromArchive(env) : fromNothing(scope, env)),
      managed: {
        roles: managedRoles(env),
        // Nobody uses the read-only Services; a Service without users is only something more to protect.
        services: { disabledDefaultServices: ['ro', 'r'] },
      },
      monitoring: { customQueriesConfigMap: [queriesRef] },
      plugins: [{ ...archiveOfServer(name), isWALArchiver: true }],
    },
  });
  addBackups(scope, env, name);
}

type Origin = Pick<Spec, 'bootstrap' | 'externalClusters'>;

/** A new database. What is said here counts once, when the operator makes the cluster. */
function fromNothing(scope: Construct, env: Environment): Origin {
  new KubeConfigMap(scope, 'roles', { metadata: { name: 'bkg-db-roles' }, data: { 'roles.sql': roles } });
  return {
    bootstrap: {
      initdb: {
        database: env.database.name,
        owner: 'bkg_owner',
        encoding: 'UTF8',
        dataChecksums: true,
        postInitApplicationSQLRefs: { configMapRefs: [{ name: 'bkg-db-roles', key: 'roles.sql' }] },
      },
    },
  };
}

/** The database of another server as it was at a moment. It archives under its own name, never into what it reads. */
function fromArchive(env: Environment): Origin {
  const source = databaseServer(env, restoredFrom(env) ?? '');
  return {
    bootstrap: { recovery: { source, recoveryTarget: { targetTime: recoveryTarget(env) } } },
    externalClusters: [{ name: source, plugin: archiveOfServer(source) }],
  };
}

/** The archive of a server, as the plugin is told. */
function archiveOfServer(serverName: string) {
  return { name: barmanPlugin, parameters: { barmanObjectName: objectStoreName, serverName } };
}

function servers(env: Environment, database: OwnDatabase, name: string): Spec {
  const pullSecret = pullSecretOf(env);
  const several = database.instances > 1;
  return {
    instances: database.instances,
    imageName: database.image,
    imagePullSecrets: pullSecret ? [{ name: pullSecret }] : undefined,
    storage: { size: database.storage.size, storageClass: database.storage.storageClass },
    resources: { requests: { ...database.resources.requests }, limits: { ...database.resources.limits } },
    postgresql: {
      parameters: {
        archive_timeout: `${archiveTimeoutSeconds(env)}s`,
        max_connections: String(database.maxConnections),
        max_slot_wal_keep_size: slotLimit(database.storage),
        wal_level: 'logical',
      },
      // Nobody of ours enters another database; the operator's own rules come after these.
      pg_hba: [
        `host postgres,template1 ${databaseRolesOf(env)
          .map((role) => `bkg_${role}`)
          .join(',')} all reject`,
      ],
    },
    priorityClassName: priorityClass(env, 'critical'),
    seccompProfile: { type: 'RuntimeDefault' },
    enableSuperuserAccess: false,
    // With one server a budget would only block node drains, and there is nobody to switch over to.
    enablePDB: several,
    primaryUpdateStrategy: 'unsupervised',
    primaryUpdateMethod: several ? 'switchover' : 'restart',
    // The daemon never closes its connections, so a smart shutdown would only wait for its time to pass.
    smartShutdownTimeout: 15,
    affinity: { enablePodAntiAffinity: true, topologyKey: 'kubernetes.io/hostname', podAntiAffinityType: 'preferred' },
    topologySpreadConstraints: several ? [acrossZones(name)] : undefined,
  };
}

function acrossZones(name: string) {
  return {
    maxSkew: 1,
    topologyKey: 'topology.kubernetes.io/zone',
    whenUnsatisfiable: 'ScheduleAnyway' as const,
    labelSelector: { matchLabels: { 'cnpg.io/cluster': name } },
  };
}

/** The roles that the operator keeps. It removes the shadow's once the policies have taken away what that may do. */
function managedRoles(env: Environment) {
  return [
    { name: 'bkg_owner', ensure: 'present' as const, login: false },
    ...databaseRolesOf(env).map((role) => managedRole(env, role)),
    ...(hasShadow(env) ? [] : [{ name: shadowRole, ensure: 'absent' as const }]),
  ];
}

/** What a role belongs to besides itself; the operator takes away every membership that is not listed. */
function membershipsOf(env: Environment): Partial<Record<DatabaseRole, string[]>> {
  return {
    migrator: ['bkg_owner', 'bkg_reporting', ...rolesOfShadow(env).map((role) => `bkg_${role}`)],
    exporter: ['pg_monitor'],
  };
}

/** As roles.sql and shadow-role.sql have it; the operator sets back what is not said here. */
function connectionLimitOf(env: Environment, role: DatabaseRole): number | undefined {
  if (role === 'shadow') return shadowConnections(env);
  return role === 'reporting' ? 4 : undefined;
}

function managedRole(env: Environment, role: DatabaseRole) {
  const connectionLimit = connectionLimitOf(env, role);
  return {
    name: `bkg_${role}`,
    ensure: 'present' as const,
    login: true,
    inRoles: membershipsOf(env)[role],
    ...(connectionLimit !== undefined && { connectionLimit }),
    passwordSecret: { name: `bkg-db-role-${role}` },
  };
}
