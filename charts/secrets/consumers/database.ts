import type { Environment } from '../../../settings/types';
import { authorityFile, databaseAuthority } from '../../bkg-db/authority';
import { rolesOfShadow } from '../../bkg-db/shadow';
import { drainOf } from '../../daemons';
import { databaseAddress } from '../../places';
import type { Source } from '../source';
import { type DatabaseRole, databaseRoles, type ServerRole, serverRoles, sources } from '../sources';
import type { ConsumerSecret, SecretKey } from './secret';
import { backupFile, backupKeys } from './storage';

const passwords: Record<ServerRole, Source> = {
  migrator: sources.migratorPassword,
  service: sources.servicePassword,
  reporting: sources.reportingPassword,
  exporter: sources.exporterPassword,
  auditor: sources.auditorPassword,
  shadow: sources.shadowPassword,
  backup: sources.backupPassword,
};

/** The value in the store that is a role's password. */
export function passwordOf(role: ServerRole): Source {
  return passwords[role];
}

/** The variable that carries a role's password. */
export function passwordVariable(role: ServerRole): string {
  return `${role.toUpperCase()}_PASSWORD`;
}

/** The roles that log in to an environment's database. */
export function databaseRolesOf(env: Environment): DatabaseRole[] {
  return [...databaseRoles, ...rolesOfShadow(env)];
}

/** What the database, its Jobs and its exporter read. */
export function databaseSecrets(env: Environment): ConsumerSecret[] {
  const url = (role: DatabaseRole): SecretKey => ({
    key: 'DATABASE_URL',
    from: passwords[role],
    template: dsn(env, role),
  });
  const secrets = [
    secret('bkg-db-migration', url('migrator')),
    secret('bkg-db-statements', url('service')),
    secret('bkg-db-retention', url('service')),
    ...(drainOf(env) ? [secret('daemon-drain', url('service'))] : []),
    secret('bkg-db-drift', url('auditor')),
    secret('bkg-db-policies', url('migrator'), ...adminKeyHash),
    secret('key-rotation', url('migrator'), ...adminKeyHash),
  ];
  switch (env.database.mode) {
    case 'operator':
      return [
        ...secrets,
        ...databaseRolesOf(env).map((role) => roleSecret(role)),
        secret('restore-drill', ...backupKeys),
      ];
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
        secret('postgres', { key: 'POSTGRES_PASSWORD', from: sources.superuserPassword }, backupFile),
        secret(
          'postgres-roles',
          { key: 'DATABASE_URL', from: sources.superuserPassword, template: userDsn(env, 'postgres') },
          ...serverRolesOf(env).map((role) => ({ key: passwordVariable(role), from: passwords[role] })),
        ),
        secret('postgres-backup', { key: 'PGPASSWORD', from: passwords.backup }, backupFile),
        secret('restore-drill', backupFile),
      ];
  }
}

/** The roles whose passwords our own server is given. */
export function serverRolesOf(env: Environment): ServerRole[] {
  return [...serverRoles, ...rolesOfShadow(env)];
}

function secret(name: string, ...keys: SecretKey[]): ConsumerSecret {
  return { name, place: 'bkg-db', keys };
}

/** What the database may know of the admin key: a hash it can compare, and the beginning that people see. */
const adminKeyHash: readonly SecretKey[] = [
  { key: 'ADMIN_KEY_SHA256', from: sources.adminKey, template: '{{ % | sha256sum }}' },
  { key: 'ADMIN_KEY_PREFIX', from: sources.adminKey, template: '{{ % | trunc 12 }}' },
];

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

/** The exporter's driver knows no `prefer`: our own server speaks no TLS, and every provider's does. */
function exporterUrl(env: Environment): SecretKey {
  const { mode, sslMode } = env.database;
  const known = sslMode === 'prefer' ? (mode === 'managed' ? 'require' : 'disable') : sslMode;
  return { key: 'DATA_SOURCE_NAME', from: sources.exporterPassword, template: dsn(env, 'exporter', known) };
}

/** The DSN of a role; `%` stands for its password, encoded for a URL. */
export function dsn(env: Environment, role: DatabaseRole | 'shadow', sslMode?: string): string {
  return userDsn(env, `bkg_${role}`, sslMode);
}

function userDsn(env: Environment, user: string, sslMode: string = env.database.sslMode): string {
  const { host, port } = databaseAddress(env);
  const { name } = env.database;
  const authority = databaseAuthority(env) === undefined ? '' : `&sslrootcert=${authorityFile}`;
  return `postgres://${user}:{{ % | urlquery }}@${host}:${port}/${name}?sslmode=${sslMode}${authority}`;
}
