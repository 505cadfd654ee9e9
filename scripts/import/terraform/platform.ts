import { storageRights } from '../../../charts/object-storage/rights';
import { type ConsumerSecret, consumerSecrets, valuesOf } from '../../../charts/secrets/consumers';
import { formatOf, remoteKey } from '../../../charts/secrets/remote';
import type { Format } from '../../../charts/secrets/source';
import { namespaceIn } from '../../../commands/bootstrap/catalogue';
import type { Environment } from '../../../settings/types';

/** What the modules of deploy/terraform read of an environment: the same data that its manifests are rendered from. */
export function platform(env: Environment) {
  const { cluster, database, objectStorage, secrets } = env;
  const places = cluster.operators.map((name) => [name, namespaceIn(env, name)] as const);
  return {
    environment: env.name,
    operators: cluster.operators,
    // Those of all others are the catalogue's.
    namespaces: Object.fromEntries(places.filter(([, namespace]) => namespace !== undefined)),
    ...(secrets.store !== 'generated' && { secrets: secretFormats(env, consumerSecrets(env)) }),
    ...(objectStorage.mode === 'external' && {
      objectStorage: {
        region: objectStorage.region,
        buckets: objectStorage.buckets,
        retention: objectStorage.auditRetention,
        rights: storageRights(env),
      },
    }),
    ...(database.mode === 'managed' && {
      database: {
        name: database.name,
        max_connections: database.maxConnections,
        port: database.managed?.port,
        retention_days: database.backup.retentionDays,
      },
    }),
  };
}

/** Path in the store → key → how its value is made. */
function secretFormats(env: Environment, consumers: readonly ConsumerSecret[]) {
  const values = consumers.flatMap(({ keys }) => keys.flatMap(valuesOf));
  const paths = [...new Set(values.map(({ path }) => path))].sort();
  return Object.fromEntries(
    paths.map((path) => {
      const own = values.filter((value) => value.path === path);
      const formats = own.map((value) => [value.property, formatName(formatOf(env, value))] as const);
      return [remoteKey(env, path), Object.fromEntries(formats.sort(([a], [b]) => (a < b ? -1 : 1)))];
    }),
  );
}

function formatName(format: Format): string {
  if (typeof format === 'string') return format;
  return 'constant' in format ? format.constant : 'provided';
}
