import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../support/environments';
import type { Database } from './platform';
import { valueOf } from './secrets';
import type { Server } from './servers';
import { find, type Rendered } from './tree';

const fileOf = (name: string) => readFileSync(path.join(ROOT, 'charts/bkg-db/sql', name), 'utf8');
const rolesFile = () => fileOf('roles.sql');

/** What an administrator runs besides: docs/database.md says so, and the audit how many connections it wants. */
function shadowFile(objects: readonly Rendered[]): string | undefined {
  const access = find(objects, 'ConfigMap', 'bkg-db-policies').data?.['50-access.sql'] ?? '';
  const [, connections] = /'role bkg_shadow', 'may log in, over (\d+) connections'/.exec(access) ?? [];
  if (connections === undefined) return undefined;
  return `\\set connections ${connections}\n${fileOf('shadow-role.sql')}`;
}

/** How the roles of each server have been made. */
const made = new WeakMap<Server, Database['mode']>();

/** Roles belong to a whole server: those that another mode has made go first, with the databases that suites copy. */
export function forgetRoles(database: Database): void {
  const { server, mode } = database;
  const before = made.get(server);
  made.set(server, mode);
  if (before === undefined || before === mode) return;
  const copied = database.asSuperuser(
    `select datname from pg_database where datname ~ '^rolled_out_' and datname <> '${database.name}'`,
    'postgres',
  ).out;
  for (const name of copied.split('\n').filter(Boolean)) database.asSuperuser(`drop database ${name}`, 'postgres');
  const roles = database.asSuperuser(
    "select rolname from pg_roles where rolname !~ '^(pg_|postgres$)'",
    'postgres',
  ).out;
  for (const role of roles.split('\n').filter(Boolean)) {
    database.asSuperuser(`drop owned by ${role}; drop role ${role};`);
  }
}

/** How the roles of a database come into being, by the mode of its environment. */
export const makeRoles = {
  /** The administrator of a provider's server may make roles and databases and is no superuser. */
  managed(database: Database, objects: readonly Rendered[]): void {
    database.asSuperuser(`
      do $$ begin
        if not exists (select from pg_roles where rolname = 'cloud_admin') then
          create role cloud_admin login createrole createdb password 'cloud';
          grant pg_monitor to cloud_admin with admin option;
        end if;
      end $$;
      alter database ${database.name} owner to cloud_admin;`);
    const { err } = database.as(
      'cloud_admin',
      rolesFile() + (shadowFile(objects) ?? fileOf('no-shadow-role.sql')) + passwords(loggedIn(objects)),
      'cloud',
    );
    if (err) throw new Error(err);
  },

  /**
   * CloudNativePG makes the owner and the database, runs our file as superuser, and then sets the roles that it manages to
   * what the Cluster says, memberships included (`internal/management/controller/roles` of CloudNativePG 1.29).
   */
  operator(database: Database, objects: readonly Rendered[]): void {
    const roles = find(objects, 'Cluster', 'bkg-db').spec.managed?.roles ?? [];
    database.asSuperuser(`
      do $$ begin
        if not exists (select from pg_roles where rolname = 'streaming_replica') then
          create role streaming_replica login replication;
          create role cnpg_metrics_exporter login password 'metrics' in role pg_monitor;
          create role bkg_owner login;
        end if;
      end $$;
      alter database ${database.name} owner to bkg_owner;`);
    database.asSuperuser(rolesFile() + (shadowFile(objects) ?? ''));
    const gone = roles
      .filter(({ ensure }) => ensure === 'absent')
      .map(
        ({ name }) => `do $$ begin
        drop role if exists ${name};
      exception when dependent_objects_still_exist then
        -- The operator notes it in the status of the Cluster, and comes back.
        null;
      end $$;`,
      );
    const alive = roles
      .filter(({ ensure }) => ensure === 'present')
      .map(
        ({ name, login, connectionLimit = -1, inRoles = [] }) => `
      alter role ${name} ${login ? 'login' : 'nologin'} nosuperuser nocreaterole nocreatedb inherit noreplication nobypassrls
        connection limit ${connectionLimit};
      select format('revoke %I from %I', roleid::regrole, member::regrole) from pg_auth_members
      where member = '${name}'::regrole \\gexec
      ${inRoles.map((granted) => `grant ${granted} to ${name};`).join(' ')}`,
      );
    // In the database of that name, as the operator does.
    database.asSuperuser([...alive, ...gone].join(''), 'postgres');
    database.asSuperuser(
      passwords(roles.filter(({ login }) => login).map(({ name }) => name.replace('bkg_', ''))),
      'postgres',
    );
  },

  /** Our own server has a Job for it. */
  async statefulset(database: Database): Promise<void> {
    const { code, output } = await database.run('Job', 'postgres-roles', {
      values: { database_superuser_password: database.server.superuserPassword },
    });
    if (code !== 0) throw new Error(output);
  },
};

/** The roles that have a password. */
function loggedIn(objects: readonly Rendered[]): string[] {
  const shadow = objects.some(
    ({ kind, metadata }) => kind === 'ExternalSecret' && metadata.name === 'cave-daemon-shadow',
  );
  return ['migrator', 'service', 'reporting', 'exporter', 'auditor', ...(shadow ? ['shadow'] : [])];
}

function passwords(roles: readonly string[]): string {
  return roles.map((role) => `alter role bkg_${role} password '${valueOf(`database_${role}_password`)}';\n`).join('');
}
