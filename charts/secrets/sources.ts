import type { Environment } from '../../pipeline/environment/types';

/** What a value looks like, and so how it is made: by an operator for a store, by a generator in development. */
export type Format =
  /** 48 letters and digits, safe in a DSN. */
  | 'password'
  /** 32 random bytes in padded base64; the daemon refuses to start without the padding. */
  | 'base64-key'
  /** A name that is no secret but travels with one. */
  | { readonly constant: string }
  /** Only people can provide it. */
  | 'provided';

/** One value in the secret store. */
export interface Source {
  /** Path below the environment, such as `database/service`. */
  readonly path: string;
  readonly property: string;
  readonly format: Format;
}

/** The database roles that log in, each with a password of its own. */
export const databaseRoles = ['migrator', 'service', 'reporting', 'exporter'] as const;
export type DatabaseRole = (typeof databaseRoles)[number];

/** The same for our own server, which nobody else backs up. */
export const serverRoles = [...databaseRoles, 'backup'] as const;
export type ServerRole = (typeof serverRoles)[number];

/** Every value the platform reads from a store, by a short name. */
export const sources = {
  superuserPassword: { path: 'database/superuser', property: 'password', format: 'password' },
  migratorPassword: { path: 'database/migrator', property: 'password', format: 'password' },
  servicePassword: { path: 'database/service', property: 'password', format: 'password' },
  reportingPassword: { path: 'database/reporting', property: 'password', format: 'password' },
  exporterPassword: { path: 'database/exporter', property: 'password', format: 'password' },
  backupPassword: { path: 'database/backup', property: 'password', format: 'password' },
  adminKey: { path: 'api/admin-key', property: 'token', format: 'password' },
  jwtSecret: { path: 'daemon/jwt', property: 'secret', format: 'password' },
  webhookKey: { path: 'daemon/rotation-webhook', property: 'key', format: 'base64-key' },
  auditKey: { path: 'audit/hmac', property: 'key', format: 'base64-key' },
  auditAccessKey: { path: 'object-storage/audit', property: 'access-key-id', format: { constant: 'bkg-audit' } },
  auditSecretKey: { path: 'object-storage/audit', property: 'secret-access-key', format: 'password' },
  backupAccessKey: { path: 'object-storage/backups', property: 'access-key-id', format: { constant: 'bkg-backups' } },
  backupSecretKey: { path: 'object-storage/backups', property: 'secret-access-key', format: 'password' },
  bucketsAccessKey: { path: 'object-storage/buckets', property: 'access-key-id', format: { constant: 'bkg-buckets' } },
  bucketsSecretKey: { path: 'object-storage/buckets', property: 'secret-access-key', format: 'password' },
  alertWebhook: { path: 'monitoring/alert-webhook', property: 'url', format: 'provided' },
  pullSecret: { path: 'registry/pull', property: 'dockerconfigjson', format: 'provided' },
} as const satisfies Record<string, Source>;

/** The authorization header of a telemetry backend. */
export function backendSource(backend: string): Source {
  return { path: `telemetry/${backend}`, property: 'authorization', format: 'provided' };
}

/** The name of a value's path in the environment's store; each store has its own rules for names. */
export function remoteKey(env: Environment, path: string): string {
  switch (env.secrets.store) {
    case 'vault':
      return `${env.name}/${path}`;
    case 'aws':
      return `bkg/${env.name}/${path}`;
    case 'gcp':
      return `bkg-${env.name}-${path.replaceAll('/', '-')}`;
    case 'generated':
      return path.replaceAll('/', '-');
  }
}
