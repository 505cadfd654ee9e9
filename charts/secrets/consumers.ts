import type { Environment } from '../../pipeline/environment/types';
import { databaseAddress, type Place, placesOf, sandboxPlace } from '../places';
import {
  backendSource,
  type DatabaseRole,
  databaseRoles,
  type ServerRole,
  serverRoles,
  type Source,
  sources,
} from './sources';

/** One Secret, made for one consumer in its own namespace, with nothing but the keys that it reads. */
export interface ConsumerSecret {
  readonly name: string;
  readonly place: Place;
  /** @default Opaque */
  readonly type?: string;
  /** Labels that its reader looks for. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  readonly keys: readonly SecretKey[];
}

/** A key of a Secret, copied from one value or composed from several. */
export interface SecretKey {
  readonly key: string;
  readonly from: Source | readonly Source[];
  /** Template with a `%` where each value goes, in order. @default '{{ % }}', the value as it is */
  readonly template?: string;
}

/** The values a key is made from. */
export function valuesOf({ from }: SecretKey): readonly Source[] {
  return 'path' in from ? [from] : from;
}

/** Name of the Secret with registry credentials, the same in every namespace. */
export const pullSecretName = 'registry-pull';

/** The pull secret that pods name, where the environment has one. */
export function pullSecretOf(env: Environment): string | undefined {
  return env.secrets.pullSecret ? pullSecretName : undefined;
}

/** Every Secret of an environment, in the order of namespaces. */
export function consumerSecrets(env: Environment): ConsumerSecret[] {
  return [
    ...daemonSecrets(env),
    ...databaseSecrets(env),
    ...storageSecrets(env),
    ...monitoringSecrets(env),
    {
      name: 'post-deploy-check',
      place: 'checks',
      keys: [{ key: 'BKG_API_KEY', from: sources.adminKey }],
    },
    ...pullSecrets(env),
  ];
}

function daemonSecrets(env: Environment): ConsumerSecret[] {
  const audit: SecretKey[] = env.kernel.audit.enabled
    ? [{ key: 'CAVE_AUDIT_LOG_HMAC_KEY', from: sources.auditKey }]
    : [];
  const embedded = sandboxPlace(env) === 'cave-daemon';
  const daemon: ConsumerSecret = {
    name: 'cave-daemon',
    place: 'cave-daemon',
    keys: [
      { key: 'BKG_DB_DSN', from: sources.servicePassword, template: dsn(env, 'service') },
      { key: 'CAVE_ROTATION_WEBHOOK_SECRET', from: sources.webhookKey },
      { key: 'JWT_SECRET', from: sources.jwtSecret },
      ...(embedded ? audit : []),
    ],
  };
  if (embedded || audit.length === 0) return [daemon];
  return [daemon, { name: 'cave-kernel', place: 'cave-kernel', keys: audit }];
}

const passwords: Record<ServerRole, Source> = {
  migrator: sources.migratorPassword,
  service: sources.servicePassword,
  reporting: sources.reportingPassword,
  exporter: sources.exporterPassword,
  backup: sources.backupPassword,
};

/** The variable that carries a role's password. */
export function passwordVariable(role: ServerRole): string {
  return `${role.toUpperCase()}_PASSWORD`;
}

function databaseSecrets(env: Environment): ConsumerSecret[] {
  const secret = (name: string, ...keys: SecretKey[]): ConsumerSecret => ({ name, place: 'bkg-db', keys });
  const url = (role: DatabaseRole): SecretKey => ({
    key: 'DATABASE_URL',
    from: passwords[role],
    template: dsn(env, role),
  });
  const secrets = [
    secret('bkg-db-migration', url('migrator')),
    secret('bkg-db-statements', url('service')),
    secret('bkg-db-retention', url('service')),
    secret('bkg-db-drift', url('exporter')),
    secret(
      'bkg-db-policies',
      url('migrator'),
      { key: 'ADMIN_KEY_SHA256', from: sources.adminKey, template: '{{ % | sha256sum }}' },
      { key: 'ADMIN_KEY_PREFIX', from: sources.adminKey, template: '{{ % | trunc 12 }}' },
    ),
  ];
  switch (env.database.mode) {
    case 'operator':
      return [...secrets, ...databaseRoles.map((role) => roleSecret(role)), secret('restore-drill', ...backupKeys)];
    case 'managed':
      return [
        ...secrets,
        secret('postgres-exporter', exporterUrl(env)),
        secret('postgres-connection-check', {
          key: 'DATABASE_URL',
          from: passwords.service,
          // `prefer` ends in clear text for a daemon without TLS; psql would quietly do better and prove nothing.
          template: dsn(env, 'service', env.database.sslMode === 'prefer' ? 'disable' : env.database.sslMode),
        }),
      ];
    case 'statefulset':
      return [
        ...secrets,
        secret('postgres-exporter', exporterUrl(env)),
        secret('postgres', { key: 'POSTGRES_PASSWORD', from: sources.superuserPassword }, ...backupKeys),
        secret(
          'postgres-roles',
          { key: 'DATABASE_URL', from: sources.superuserPassword, template: userDsn(env, 'postgres') },
          ...serverRoles.map((role) => ({ key: passwordVariable(role), from: passwords[role] })),
        ),
        secret('postgres-backup', { key: 'PGPASSWORD', from: passwords.backup }, ...backupKeys),
        secret('restore-drill', ...backupKeys),
      ];
  }
}

/** What CloudNativePG wants to know of a role it manages. */
function roleSecret(role: DatabaseRole): ConsumerSecret {
  return {
    name: `bkg-db-role-${role}`,
    place: 'bkg-db',
    type: 'kubernetes.io/basic-auth',
    // Makes the operator set a changed password at once.
    labels: { 'cnpg.io/reload': 'true' },
    keys: [
      { key: 'username', from: passwords[role], template: `bkg_${role}` },
      { key: 'password', from: passwords[role] },
    ],
  };
}

const backupKeys: readonly SecretKey[] = [
  { key: 'AWS_ACCESS_KEY_ID', from: sources.backupAccessKey },
  { key: 'AWS_SECRET_ACCESS_KEY', from: sources.backupSecretKey },
];

function storageSecrets(env: Environment): ConsumerSecret[] {
  const internal = env.objectStorage.mode === 'internal';
  const buckets: ConsumerSecret = {
    name: 'buckets',
    place: 'object-storage',
    keys: [
      { key: 'AWS_ACCESS_KEY_ID', from: sources.bucketsAccessKey },
      { key: 'AWS_SECRET_ACCESS_KEY', from: sources.bucketsSecretKey },
      ...(internal ? identityKeys : []),
    ],
  };
  const secrets = internal ? [buckets, serverSecret] : [buckets];
  if (env.kernel.audit.enabled) {
    secrets.push({
      name: 'audit-shipper',
      place: sandboxPlace(env),
      keys: [
        { key: 'AWS_ACCESS_KEY_ID', from: sources.auditAccessKey },
        { key: 'AWS_SECRET_ACCESS_KEY', from: sources.auditSecretKey },
      ],
    });
  }
  if (env.database.mode === 'operator') secrets.push({ name: 'bkg-db-backup', place: 'bkg-db', keys: backupKeys });
  return secrets;
}

/** One identity in the file of the cluster's own S3 server; its name is a key, so it is there twice. */
const identity = '{{ % | toJson }}: {"access": {{ % | toJson }}, "secret": {{ % | toJson }}, "role": "user"}';

/** Whom the cluster's own S3 server lets into which bucket. */
const identityKeys: readonly SecretKey[] = [
  { key: 'AUDIT_ACCESS_KEY_ID', from: sources.auditAccessKey },
  { key: 'BACKUPS_ACCESS_KEY_ID', from: sources.backupAccessKey },
];

/** What the cluster's own S3 server knows: the owner of all buckets, and in a file those who get some of them. */
const serverSecret: ConsumerSecret = {
  name: 'object-storage',
  place: 'object-storage',
  keys: [
    { key: 'ROOT_ACCESS_KEY', from: sources.bucketsAccessKey },
    { key: 'ROOT_SECRET_KEY', from: sources.bucketsSecretKey },
    {
      key: 'users.json',
      from: [
        sources.auditAccessKey,
        sources.auditAccessKey,
        sources.auditSecretKey,
        sources.backupAccessKey,
        sources.backupAccessKey,
        sources.backupSecretKey,
      ],
      // The space keeps the brace of the file apart from those of the template.
      template: `{"accessAccounts": { ${identity}, ${identity} }}`,
    },
  ],
};

function monitoringSecrets(env: Environment): ConsumerSecret[] {
  const secrets: ConsumerSecret[] = [];
  if (env.telemetry.backends.length > 0) {
    secrets.push({
      name: 'otel-collector',
      place: 'telemetry',
      keys: env.telemetry.backends.map(({ name }) => ({ key: backendVariable(name), from: backendSource(name) })),
    });
  }
  if (env.monitoring.alertmanager.mode === 'instance' && env.monitoring.alertmanager.webhook) {
    secrets.push({ name: 'alert-webhook', place: 'monitoring', keys: [{ key: 'url', from: sources.alertWebhook }] });
  }
  return secrets;
}

/** The variable that carries a telemetry backend's authorization header. */
export function backendVariable(backend: string): string {
  return `${backend.toUpperCase().replaceAll('-', '_')}_AUTHORIZATION`;
}

function pullSecrets(env: Environment): ConsumerSecret[] {
  if (!env.secrets.pullSecret) return [];
  return placesOf(env).map((place) => ({
    name: pullSecretName,
    place,
    type: 'kubernetes.io/dockerconfigjson',
    keys: [{ key: '.dockerconfigjson', from: sources.pullSecret }],
  }));
}

/** The exporter's driver knows no `prefer`: our own server speaks no TLS, and every provider's does. */
function exporterUrl(env: Environment): SecretKey {
  const { mode, sslMode } = env.database;
  const known = sslMode === 'prefer' ? (mode === 'managed' ? 'require' : 'disable') : sslMode;
  return { key: 'DATA_SOURCE_NAME', from: sources.exporterPassword, template: dsn(env, 'exporter', known) };
}

/** The DSN of a role; `%` stands for its password, encoded for a URL. */
function dsn(env: Environment, role: DatabaseRole, sslMode?: string): string {
  return userDsn(env, `bkg_${role}`, sslMode);
}

function userDsn(env: Environment, user: string, sslMode: string = env.database.sslMode): string {
  const { host, port } = databaseAddress(env);
  const { name } = env.database;
  return `postgres://${user}:{{ % | urlquery }}@${host}:${port}/${name}?sslmode=${sslMode}`;
}
