import type { Database } from './support/platform';

/** Something that a daemon tries which gets copies of requests. */
export interface ShadowAttack {
  readonly name: string;
  readonly script: string;
  /** The whole answer, or what Postgres says instead of one. */
  readonly answer: string | RegExp;
  /** Where it is refused. @default all modes */
  readonly modes?: readonly Database['mode'][];
}

/** What the daemon reads: there is a view of each. */
export const viewed = [
  'sandboxes',
  'sandbox_executions',
  'api_keys',
  'model_registry',
  'model_download_jobs',
  'audit_events',
  '_sqlx_migrations',
] as const;

/** What no call of the API shows. */
const hidden = ['key_rotation_events', 'rls_policies', 'namespaces'] as const;

const denied = /permission denied/;
const notOwner = /must be owner|permission denied/;
const missing = /does not exist/;

function attack(name: string, script: string, answer: ShadowAttack['answer'] = denied): ShadowAttack {
  return { name, script, answer };
}

function column(table: string): string {
  return table === '_sqlx_migrations' ? 'version' : 'id';
}

/** Every command on every view and table. */
const commands: readonly ShadowAttack[] = [
  ...viewed.flatMap((view) => [
    attack(`add to ${view}`, `insert into ${view} default values;`),
    attack(`change ${view}`, `update ${view} set ${column(view)} = ${column(view)};`),
    attack(`delete from ${view}`, `delete from ${view};`),
    attack(`empty ${view}`, `truncate ${view};`, /is not a table/),
    attack(`lock rows of ${view}`, `select 1 from ${view} for update;`),
    attack(`read public.${view}`, `select count(*) from public.${view};`),
    attack(`add to public.${view}`, `insert into public.${view} default values;`),
    attack(`empty public.${view}`, `truncate public.${view} cascade;`),
  ]),
  ...hidden.flatMap((table) => [
    attack(`read ${table}`, `select count(*) from ${table};`, missing),
    attack(`read public.${table}`, `select count(*) from public.${table};`),
    attack(`delete from public.${table}`, `delete from public.${table};`),
  ]),
  ...['checks', 'expected_access', 'platform_tables', 'sandbox_usage'].map((table) =>
    attack(`read bkg.${table}`, `set bkg.namespace = 'alpha'; select count(*) from bkg.${table};`),
  ),
  attack('read bookkeeping through the schema of the daemon', 'select count(*) from bkg_service._sqlx_migrations;'),
];

/** What the one update that is swallowed could carry with it. */
const keys: readonly ShadowAttack[] = [
  ...['revoked = false', 'rate_limit = 9', 'expires_at = null', "token_hash = 'h'", "scope_type = 'admin'"].map(
    (change) => attack(`a key with ${change}`, `update api_keys set last_used_at = now(), ${change};`),
  ),
  attack(
    'a key in an upsert',
    'insert into api_keys (id) values (gen_random_uuid()) on conflict (id) do update set last_used_at = now();',
    /permission denied|there is no unique/,
  ),
  attack('a key in a query', 'with w as (update api_keys set revoked = true returning 1) select count(*) from w;'),
  attack(
    'a key through a cursor',
    'begin; declare c cursor for select * from api_keys; update api_keys set last_used_at = now() where current of c; rollback;',
    /WHERE CURRENT OF on a view is not (supported|implemented)|is not a simply updatable/,
  ),
  attack('EXPLAIN ANALYZE of a change', 'explain analyze delete from api_keys;'),
  attack('a prepared change', 'prepare p as update api_keys set revoked = true; execute p;'),
  attack('a block of code', 'do $$ begin delete from sandboxes; end $$;'),
  attack('the function behind the trigger', 'select ignore_use();', /permission denied|can only be called as triggers/),
  attack('rows locked for others', 'select 1 from api_keys for share;'),
  attack('a key locked as its update would', 'select 1 from api_keys for no key update;'),
];

/** Taking the guard away. */
const guards: readonly ShadowAttack[] = [
  attack('a view with other rights', 'alter view api_keys set (security_invoker = false);', notOwner),
  attack('another view in its place', 'create or replace view sandboxes as select * from sandboxes;', notOwner),
  attack('no view', 'drop view api_keys;', notOwner),
  attack('another owner of a view', 'alter view api_keys owner to bkg_shadow;', notOwner),
  attack('another name of a view', 'alter view api_keys rename to keys;', notOwner),
  attack('a default of a view', 'alter view api_keys alter column revoked set default true;', notOwner),
  attack('a rule', 'create rule r as on update to api_keys do instead nothing;', notOwner),
  attack(
    'a trigger',
    'create trigger t instead of insert on api_keys for each row execute function ignore_use();',
    notOwner,
  ),
  attack('no trigger', 'drop trigger ignore_use on api_keys;', notOwner),
  attack(
    'another function of the trigger',
    "create or replace function ignore_use() returns trigger language plpgsql as 'begin return old; end';",
    notOwner,
  ),
  attack(
    'a function of the trigger with its owner’s rights',
    'alter function ignore_use() security definer;',
    notOwner,
  ),
  attack('no schema', 'drop schema bkg_shadow cascade;', notOwner),
  attack('another name of the schema', 'alter schema bkg_shadow rename to mine;', notOwner),
  attack('rights for everybody', 'grant select on api_keys to public;', /no privileges were granted|permission denied/),
  attack(
    'rights by default',
    'alter default privileges for role bkg_owner grant all on tables to bkg_shadow;',
    /permission denied|must be member/,
  ),
  attack('the owner’s things', 'reassign owned by bkg_owner to bkg_shadow;', denied),
  attack('no rights of the daemon', 'drop owned by bkg_service;', denied),
  attack('a comment', "comment on view api_keys is 'mine';", notOwner),
  attack('a table without row security', 'alter table public.api_keys disable row level security;', denied),
  attack('a policy', 'create policy mine on public.api_keys using (true);', denied),
  attack('reading without row security', 'set row_security = off; select count(*) from public.api_keys;', denied),
];

/** Becoming somebody else. */
const escalations: readonly ShadowAttack[] = [
  ...['bkg_owner', 'bkg_service', 'bkg_migrator', 'bkg_reporting', 'bkg_auditor', 'postgres', 'pg_write_all_data'].map(
    (role) => attack(`SET ROLE ${role}`, `set role ${role};`, /permission denied to set role/),
  ),
  attack('SET SESSION AUTHORIZATION', 'set session authorization bkg_service;', /permission denied to set session/),
  attack('the role as a setting', "select set_config('role', 'bkg_service', false);", /permission denied to set role/),
  attack('a membership', 'grant bkg_service to bkg_shadow;', /permission denied|must have admin option/),
  ...['superuser', 'bypassrls', 'createrole', 'createdb', 'replication', 'connection limit 100'].map((attribute) =>
    attack(
      `ALTER ROLE … ${attribute}`,
      `alter role bkg_shadow ${attribute};`,
      /permission denied|must be superuser|must have/,
    ),
  ),
  attack('a role', 'create role mine;', /permission denied/),
  attack('the password of the daemon', "alter role bkg_service password 'x';", /permission denied|must have/),
  attack(
    'settings of the daemon',
    'alter role bkg_service set search_path = bkg_shadow;',
    /permission denied|must have/,
  ),
  attack(
    'a function with rights of its owner',
    "begin; set check_function_bodies = off; create function f() returns bigint security definer language sql as 'select count(*) from public.rls_policies'; select f(); rollback;",
  ),
];

/** Making something where others look, or that outlives the session. */
const objects: readonly ShadowAttack[] = [
  ...['public', 'bkg', 'bkg_service', 'pg_catalog'].map((schema) =>
    attack(`a table in ${schema}`, `create table ${schema}.mine (i int);`),
  ),
  attack(
    'a function where the owner looks',
    "create function public.format(text) returns text language sql as 'select 1::text';",
  ),
  attack(
    'an operator where the owner looks',
    'create operator public.+ (leftarg = int, rightarg = int, function = int4pl);',
  ),
  attack('a temporary table', 'create temporary table t (i int);', /permission denied to create temporary tables/),
  attack(
    'a temporary table from a query',
    'select * into temporary t from sandboxes;',
    /permission denied to create temporary tables/,
  ),
  attack(
    'a temporary function',
    "create function pg_temp.f() returns int language sql as 'select 1';",
    /permission denied to create temporary tables/,
  ),
  attack('a schema', 'create schema mine;'),
  attack('a database', 'create database mine;'),
  attack('a tablespace', "create tablespace mine location '/tmp';"),
  attack('an extension', 'create extension file_fdw;', /permission denied|is not available/),
  attack('a publication', 'create publication mine for all tables;', /permission denied|must be superuser/),
  attack('a publication of nothing', 'create publication mine;'),
  attack(
    'a subscription',
    "create subscription mine connection 'host=x' publication p with (connect = false);",
    /permission denied|must be superuser/,
  ),
  attack('a foreign data wrapper', 'create foreign data wrapper mine;'),
  attack(
    'an event trigger',
    'create event trigger mine on ddl_command_start execute function ignore_use();',
    /permission denied|must be superuser/,
  ),
  attack('a language', 'create language mine handler plpgsql_call_handler;', /permission denied|must be superuser/),
  attack('a cast', 'create cast (int as text) without function;', /must be owner|permission denied/),
  attack(
    'an access method',
    'create access method mine type index handler bthandler;',
    /permission denied|must be superuser/,
  ),
  attack('a prepared transaction', "begin; prepare transaction 'mine';", /prepared transactions are disabled/),
  attack('a security label', "security label on view api_keys is 'x';", /no security label providers|must be owner/),
];

/** The server, its files and other sessions. */
const server: readonly ShadowAttack[] = [
  attack('COPY from a program', "copy mine from program 'id';", /permission denied|must be superuser|does not exist/),
  attack('COPY of rows to a program', "copy (select 1) to program 'cat';", /permission denied|must be superuser/),
  attack('COPY of rows to a file', "copy (select 1) to '/tmp/mine';", /permission denied|must be superuser/),
  attack('COPY into a view', 'copy sandboxes from stdin;\n\\.\n', /permission denied|cannot copy to view/),
  attack('COPY of a table', 'copy public.api_keys to stdout;'),
  attack('a file of the server', "select pg_read_file('base/1/1259');"),
  attack('a folder of the server', "select pg_ls_dir('base');"),
  attack('facts of a file', "select pg_stat_file('PG_VERSION');"),
  attack('who may connect', 'select count(*) from pg_hba_file_rules;'),
  attack('a file as a large object', "select lo_import('/etc/passwd');"),
  ...['lo_creat(-1)', 'lo_create(0)', "lo_from_bytea(0, 'x')"].map((call): ShadowAttack => ({
    ...attack(`a large object of ${call}`, `select ${call};`),
    // A provider's administrator cannot take these from everybody; the audit reports what is made.
    modes: ['statefulset', 'operator'],
  })),
  attack('a number of the sequence', "select nextval('public.sandbox_executions_id_seq');"),
  attack(
    'a number of the sequence by its oid',
    "select nextval(oid::regclass) from pg_class where relname = 'sandbox_executions_id_seq';",
  ),
  attack(
    'another number of the sequence',
    "select setval(oid::regclass, 1) from pg_class where relname = 'sandbox_executions_id_seq';",
  ),
  attack('the state of the sequence', 'select last_value from public.sandbox_executions_id_seq;'),
  attack(
    'the end of other sessions',
    'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid();',
    /permission denied|must be a superuser|must be a member/,
  ),
  attack(
    'the end of a statement of others',
    'select pg_cancel_backend(pid) from pg_stat_activity where pid <> pg_backend_pid();',
    /permission denied|must be a superuser|must be a member/,
  ),
  attack(
    'a replication slot',
    "select pg_create_physical_replication_slot('mine');",
    /permission denied|must be superuser/,
  ),
  attack(
    'a slot that decodes',
    "select pg_create_logical_replication_slot('mine', 'test_decoding');",
    /permission denied|must be superuser/,
  ),
  ...[
    'pg_switch_wal()',
    "pg_create_restore_point('mine')",
    'pg_reload_conf()',
    'pg_rotate_logfile()',
    'pg_stat_reset()',
    'pg_promote()',
  ].map((call) => attack(`a function of the server, ${call}`, `select ${call};`)),
  attack('statistics of columns', "select count(*) from pg_stats where schemaname = 'public';", '0'),
  attack('the table of statistics', 'select count(*) from pg_statistic;'),
  attack('passwords', 'select count(*) from pg_authid;'),
  attack(
    'statements of others',
    "select count(*) from pg_stat_activity where usename <> current_user and query <> '' and query <> '<insufficient privilege>';",
    '0',
  ),
  attack(
    'the schema as XML',
    "select schema_to_xml('public', true, false, '');",
    /permission denied|unsupported XML feature/,
  ),
  attack(
    'a query as XML',
    "select query_to_xml('table public.rls_policies', true, false, '');",
    /permission denied|unsupported XML feature/,
  ),
  attack(
    'a query as statistics of text',
    "select * from ts_stat('select to_tsvector(expression::text) from public.rls_policies');",
  ),
  attack('a checkpoint', 'checkpoint;', /permission denied|must be superuser/),
  attack('a library', "load 'auto_explain';", /access to library|permission denied|could not access/),
];

/** Settings that would take a guard away. */
const settings: readonly ShadowAttack[] = [
  ...[
    'session_replication_role = replica',
    'log_statement = none',
    'allow_system_table_mods = on',
    'lo_compat_privileges = on',
  ].map((setting) =>
    attack(`SET ${setting}`, `set ${setting};`, /permission denied to set parameter|cannot be changed/),
  ),
  attack('is_superuser', 'set is_superuser = on;', /cannot be changed/),
  attack('ALTER SYSTEM', 'alter system set fsync = off;', /permission denied|must be superuser/),
  attack(
    'ALTER DATABASE',
    'do $$ begin execute format($f$alter database %I set row_security = off$f$, current_database()); end $$;',
    notOwner,
  ),
  attack(
    'the schema of the tables in the search path',
    'set search_path = public; select count(*) from rls_policies;',
    missing,
  ),
  attack('the claim of a tenant', "set bkg.namespace = 'alpha'; select count(*) from namespaces;", missing),
];

/** Every way of writing, escalating or reading what the API does not show that is tried. */
export const shadowAttacks: readonly ShadowAttack[] = [
  ...commands,
  ...keys,
  ...guards,
  ...escalations,
  ...objects,
  ...server,
  ...settings,
];
