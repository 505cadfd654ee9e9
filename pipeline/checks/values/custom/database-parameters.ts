import { type Data, type FieldPath, mapOf, mapsOf, textOf } from '../../../../kubernetes/access';
import type { Finding } from '../../rule';
import { quantityOf } from '../cluster/resources';
import { forKinds, repeated, wrong } from '../for-kinds';

/*
 * What CloudNativePG's webhook refuses. Source: CloudNativePG 1.27, `internal/webhook/v1/cluster_webhook.go`,
 * `pkg/postgres/configuration.go`.
 */

const kinds = 'postgresql.cnpg.io/Cluster';

/** Parameters that the operator sets itself, or that would break the server in its pod. */
const fixed = new Set(
  [
    'allow_system_table_mods archive_mode bonjour bonjour_name cluster_name config_file data_directory data_sync_retry',
    'event_source external_pid_file hba_file hot_standby ident_file jit_provider listen_addresses logging_collector port',
    'primary_conninfo primary_slot_name recovery_target recovery_target_action recovery_target_inclusive recovery_target_lsn',
    'recovery_target_name recovery_target_time recovery_target_timeline recovery_target_xid restore_command',
    'shared_preload_libraries temp_tablespaces unix_socket_directories unix_socket_group unix_socket_permissions',
    'archive_cleanup_command archive_command log_destination log_directory log_file_mode log_filename log_rotation_age',
    'log_rotation_size log_truncate_on_rotation pg_failover_slots.primary_dsn pg_failover_slots.standby_slot_names',
    'promote_trigger_file recovery_end_command recovery_min_apply_delay restart_after_crash ssl ssl_ca_file ssl_cert_file',
    'ssl_crl_file ssl_dh_params_file ssl_ecdh_curve ssl_key_file ssl_passphrase_command',
    'ssl_passphrase_command_supports_reload ssl_prefer_server_ciphers stats_temp_directory synchronous_standby_names',
    'synchronized_standby_slots syslog_facility syslog_ident syslog_sequence_numbers syslog_split_messages',
  ].flatMap((line) => line.split(' ')),
);

/** Parameters of the server. */
export const databaseParameters = forKinds({
  id: 'value/database-parameter',
  description:
    'a parameter of Postgres that CloudNativePG sets itself, a size that is none, or sizes that contradict each other',
  example: '`parameters: { ssl: "off" }`',
  kinds,
  *check(object) {
    const spec = mapOf(object.spec);
    const parameters = mapOf(mapOf(spec.postgresql).parameters);
    const path = ['spec', 'postgresql', 'parameters'];
    for (const name of Object.keys(parameters))
      if (fixed.has(name))
        yield wrong([...path, name], 'is set by CloudNativePG, which refuses another value; remove it');
    yield* walFindings(parameters, quantityOf(mapOf(spec.walStorage).size), path);
    yield* bufferFindings(parameters, spec, path);
  },
});

/** Bytes of a size as Postgres writes it, `128MB`; NaN when it is none, undefined when it is left out. */
function bytesOf(value: unknown): number | undefined {
  const text = textOf(value);
  if (text === undefined || text === '') return undefined;
  const [, number = '', unit = 'MB'] = /^(\d+) *(B|kB|MB|GB|TB)?$/.exec(text) ?? [];
  return number === '' ? Number.NaN : Number(number) * 1024 ** ['B', 'kB', 'MB', 'GB', 'TB'].indexOf(unit);
}

const defaults = { min_wal_size: '80MB', max_wal_size: '1GB' } as const;

function* walFindings(parameters: Data, volume: number | undefined, path: FieldPath): Generator<Finding> {
  const sizes = { min: bytesOf(parameters.min_wal_size), max: bytesOf(parameters.max_wal_size) };
  for (const [name, size] of Object.entries({ min_wal_size: sizes.min, max_wal_size: sizes.max })) {
    if (Number.isNaN(size)) yield wrong([...path, name], 'is not a valid size; write one like "1GB"');
    else if (size !== undefined && volume !== undefined && size >= volume)
      yield wrong([...path, name], 'must be smaller than the volume of "walStorage"');
  }
  const [least = 0, most = 0] = [
    sizes.min ?? bytesOf(defaults.min_wal_size),
    sizes.max ?? bytesOf(defaults.max_wal_size),
  ];
  const fits = sizes.min === undefined || volume === undefined || sizes.min < volume;
  if (fits && least >= most)
    yield wrong(
      [...path, sizes.min === undefined ? 'max_wal_size' : 'min_wal_size'],
      'must leave "min_wal_size" (80MB) below "max_wal_size" (1GB)',
    );
}

function* bufferFindings({ shared_buffers: value }: Data, spec: Data, path: FieldPath): Generator<Finding> {
  const buffers = bytesOf(value);
  if (Number.isNaN(buffers)) yield wrong([...path, 'shared_buffers'], 'is not a valid size; write one like "256MB"');
  const { requests } = mapOf(spec.resources);
  const memory = quantityOf(mapOf(requests).memory);
  const hasHugePages = Object.keys(mapOf(requests)).some((name) => name.startsWith('hugepages-'));
  if (buffers !== undefined && memory !== undefined && !hasHugePages && buffers > memory)
    yield wrong([...path, 'shared_buffers'], 'is more than the memory that "resources" requests');
}

/** Where a database comes from. */
export const databaseSource = forKinds({
  id: 'value/database-source',
  description:
    'a recovery from a cluster that is not listed, one listed twice or without an address, or a database without owner',
  example: '`bootstrap: { recovery: { source: old } }` without `externalClusters`',
  kinds,
  *check(object) {
    const { bootstrap, externalClusters, replica } = mapOf(object.spec);
    const listed = mapsOf(externalClusters).map(({ item, index }) => ({
      item,
      key: textOf(item.name),
      path: ['spec', 'externalClusters', index],
    }));
    yield* repeated(listed, (name) => `"${name}" is there already; remove one`);
    for (const { item, path } of listed)
      if (['connectionParameters', 'barmanObjectStore', 'plugin'].every((field) => item[field] === undefined))
        yield wrong(path, 'needs "connectionParameters", "plugin" or "barmanObjectStore"; set one');
    const names = new Set(listed.map(({ key }) => key));
    const { recovery, pg_basebackup: copy } = mapOf(bootstrap);
    const sources = [
      { name: textOf(mapOf(recovery).source), path: ['spec', 'bootstrap', 'recovery', 'source'] },
      { name: textOf(mapOf(copy).source), path: ['spec', 'bootstrap', 'pg_basebackup', 'source'] },
      { name: textOf(mapOf(replica).source), path: ['spec', 'replica', 'source'] },
    ];
    for (const { name, path } of sources)
      if (name !== undefined && name !== '' && !names.has(name))
        yield wrong(path, `"${name}" is not among "externalClusters"; list it`);
    for (const [way, start] of Object.entries(mapOf(bootstrap)))
      yield* ownerFindings(mapOf(start), ['spec', 'bootstrap', way]);
  },
});

function* ownerFindings({ database, owner }: Data, path: FieldPath): Generator<Finding> {
  const [hasDatabase, hasOwner] = [(database ?? '') !== '', (owner ?? '') !== ''];
  if (hasDatabase && !hasOwner) yield wrong(path, 'names a database without its "owner"; set both');
  if (!hasDatabase && hasOwner) yield wrong(path, 'names an owner without a "database"; set both');
}

/** Whether a database sleeps. */
export const databaseHibernation = forKinds({
  id: 'value/database-hibernation',
  description: 'a hibernation of a database cluster that is neither `on` nor `off`',
  example: '`cnpg.io/hibernation: "true"`',
  kinds,
  *check(object) {
    const value = mapOf(mapOf(object.metadata).annotations)['cnpg.io/hibernation'];
    if (typeof value === 'string' && value !== 'on' && value !== 'off')
      yield wrong(['metadata', 'annotations', 'cnpg.io/hibernation'], `"${value}" is not known; use "on" or "off"`);
  },
});
