/** Something that a role tries from outside its tenant. */
export interface Attack {
  readonly name: string;
  readonly role: 'bkg_reporting' | 'bkg_exporter' | 'bkg_service' | 'bkg_migrator' | 'outsider';
  readonly script: string;
  /** The whole answer, or what Postgres says instead of one. */
  readonly answer: string | RegExp;
}

/** What a tenant's session begins with. */
const alpha = "set bkg.namespace = 'alpha';";

const tenantTables = ['sandboxes', 'sandbox_executions', 'namespaces', 'api_keys', 'audit_events'] as const;
const platformTables = [
  'key_rotation_events',
  'rls_policies',
  'model_registry',
  'model_download_jobs',
  '_sqlx_migrations',
] as const;
const tables = [...tenantTables, ...platformTables];

const denied = /permission denied/;
/** The role's read-only default is a convenience; what counts is what stops him after he has switched it off. */
const writable = 'set default_transaction_read_only = off;';

function byReporting(name: string, script: string, answer: Attack['answer']): Attack {
  return { name, role: 'bkg_reporting', script, answer };
}

/** Every table, every command, every role that has no business there. */
const commands: readonly Attack[] = [
  ...tenantTables.map((table) => byReporting(`read ${table} without a tenant`, `select count(*) from ${table};`, '0')),
  ...tenantTables.map((table) =>
    byReporting(
      `read the other tenant's ${table}`,
      `${alpha} select count(*) from ${table} where to_jsonb(${table}) ->> 'id' like '8%' or ${table}::text like '%b-secret%';`,
      table === 'api_keys' ? denied : '0',
    ),
  ),
  ...platformTables.map((table) => byReporting(`read ${table}`, `${alpha} table ${table};`, denied)),
  ...tables.flatMap((table) => [
    byReporting(
      `change ${table}`,
      `${alpha} ${writable} update ${table} set ${column(table)} = ${column(table)};`,
      denied,
    ),
    byReporting(`delete from ${table}`, `${alpha} ${writable} delete from ${table};`, denied),
    byReporting(`add to ${table}`, `${alpha} ${writable} insert into ${table} default values;`, denied),
    byReporting(`empty ${table}`, `${alpha} ${writable} truncate ${table} cascade;`, denied),
  ]),
  ...tables.map((table): Attack => ({
    name: `read ${table} as the exporter`,
    role: 'bkg_exporter',
    script: `${alpha} select count(*) from public.${table};`,
    answer: denied,
  })),
  ...tables.map((table): Attack => ({
    name: `read ${table} as a role without any grant`,
    role: 'outsider',
    script: `select count(*) from public.${table};`,
    answer: /permission denied|FATAL/,
  })),
];

function column(table: string): string {
  return table === '_sqlx_migrations' ? 'version' : 'id';
}

/** Other ways to the same rows. */
const detours: readonly Attack[] = [
  byReporting('a view', `${alpha} select count(*) from bkg.sandbox_usage where namespace <> 'alpha';`, '0'),
  byReporting('the view without a tenant', 'select count(*) from bkg.sandbox_usage;', '0'),
  byReporting(
    'a join',
    `${alpha} select count(*) from sandbox_executions e right join sandboxes s on true where e.command like 'b-%' or s.name like 'b-%';`,
    '0',
  ),
  byReporting(
    'a lateral subquery',
    `${alpha} select x.* from sandboxes s, lateral (select * from sandboxes b where b.id <> s.id) x;`,
    '',
  ),
  byReporting(
    'a union',
    `${alpha} select name from sandboxes where false union all select code from namespaces where code = 'beta';`,
    '',
  ),
  byReporting('COPY of a table', `${alpha} copy (select * from sandboxes where namespace = 'beta') to stdout;`, ''),
  byReporting('COPY of a whole table', `${alpha} copy key_rotation_events to stdout;`, denied),
  byReporting('COPY into a table', `${alpha} ${writable} copy namespaces from stdin;\n\\.\n`, denied),
  byReporting(
    'COPY to a program',
    `${alpha} copy sandboxes to program 'cat';`,
    /permission denied to COPY|must be superuser/,
  ),
  byReporting('a file of the server', "select pg_read_file('base/1/1259');", denied),
  byReporting('a large object', "select lo_import('/etc/passwd');", denied),
  byReporting('the hash of a key', `${alpha} select token_hash from api_keys;`, denied),
  byReporting('a whole row with the hash in it', `${alpha} select k from api_keys k;`, denied),
  byReporting('a row as JSON with the hash in it', `${alpha} select to_jsonb(k) from api_keys k;`, denied),
  byReporting(
    'keys of the other tenant',
    `${alpha} select token_prefix from api_keys where scope_namespace = 'beta';`,
    '',
  ),
  byReporting('keys of admins', `${alpha} select token_prefix from api_keys where scope_namespace is null;`, ''),
  byReporting(
    'an error that tells of hidden rows',
    `${alpha} select count(*) from sandboxes where 1 / (case when name like 'b-%' then 0 else 1 end) = 0;`,
    '0',
  ),
  byReporting(
    'a cast that tells of hidden rows',
    `${alpha} select count(*) from sandboxes where name::int = 1;`,
    /"a-open"/,
  ),
  byReporting(
    'statistics of a column',
    "select count(*) from pg_stats where tablename = 'sandboxes' and schemaname = 'public';",
    '0',
  ),
  byReporting('the table of statistics', 'select count(*) from pg_statistic;', denied),
  byReporting(
    'statements of others',
    "select count(*) from pg_stat_activity where usename <> current_user and query <> '' and query <> '<insufficient privilege>';",
    '0',
  ),
  byReporting('a sequence', 'select last_value from sandbox_executions_id_seq;', denied),
  byReporting('moving a sequence', `${writable} select nextval('sandbox_executions_id_seq');`, denied),
  byReporting('row locks', `${alpha} ${writable} select * from sandboxes for update;`, denied),
  byReporting(
    'a function of his own',
    `${writable} create function public.f() returns setof sandboxes language sql as 'table sandboxes';`,
    denied,
  ),
  byReporting(
    'a function for this session',
    `${writable} create function pg_temp.f() returns int language sql as 'select 1';`,
    denied,
  ),
  byReporting('a view of his own', `${writable} create view public.v as table sandboxes;`, denied),
  byReporting('a temporary table', `${writable} create temporary table t as table sandboxes;`, denied),
  byReporting(
    'a block of code',
    `${alpha} do $$ begin if (select count(*) from sandboxes) > 1 then raise 'seen'; end if; end $$; select 'done';`,
    'done',
  ),
  byReporting('the function behind the trigger', 'select bkg.refuse();', /permission denied for function refuse/),
  byReporting('a schema of his own', `${writable} create schema mine;`, denied),
  byReporting('an extension', `${writable} create extension dblink;`, denied),
];

/** Becoming somebody else, or taking the guard away. */
const escalations: readonly Attack[] = [
  ...['bkg_owner', 'bkg_service', 'bkg_migrator', 'postgres', 'pg_read_all_data'].map((role) =>
    byReporting(`SET ROLE ${role}`, `set role ${role};`, /permission denied to set role/),
  ),
  byReporting(
    'SET SESSION AUTHORIZATION',
    'set session authorization bkg_service;',
    /permission denied to set session authorization/,
  ),
  byReporting(
    'the role as a setting',
    "select set_config('role', 'bkg_service', false);",
    /permission denied to set role/,
  ),
  byReporting(
    'row_security = off',
    `${alpha} set row_security = off; select count(*) from sandboxes;`,
    /would be affected by row-level security/,
  ),
  byReporting(
    'session_replication_role',
    'set session_replication_role = replica;',
    /permission denied to set parameter/,
  ),
  byReporting('is_superuser', 'set is_superuser = on;', /cannot be changed/),
  byReporting(
    'ALTER ROLE of himself',
    `${writable} alter role bkg_reporting bypassrls;`,
    /permission denied|must be superuser/,
  ),
  byReporting(
    'membership of another role',
    `${writable} grant bkg_service to bkg_reporting;`,
    /permission denied|must have admin option/,
  ),
  byReporting('ALTER TABLE', `${writable} alter table sandboxes disable row level security;`, /must be owner/),
  byReporting('a policy of his own', `${writable} create policy mine on sandboxes using (true);`, /must be owner/),
  byReporting('dropping the policy', `${writable} drop policy own_namespace on sandboxes;`, /must be owner/),
  byReporting('ALTER DATABASE', `${writable} alter database attacks set row_security = off;`, /must be owner/),
  {
    name: 'SET ROLE of the exporter',
    role: 'bkg_exporter',
    script: 'set role bkg_service;',
    answer: /permission denied to set role/,
  },
  { name: 'results of checks for the tenant', role: 'bkg_reporting', script: 'table bkg.checks;', answer: denied },
  {
    name: 'the daemon rewrites history',
    role: 'bkg_service',
    script: "update audit_events set actor = 'nobody';",
    answer: denied,
  },
  { name: 'the daemon deletes history', role: 'bkg_service', script: 'delete from audit_events;', answer: denied },
  { name: 'the daemon empties history', role: 'bkg_service', script: 'truncate audit_events;', answer: denied },
  {
    name: 'the daemon takes the guard away',
    role: 'bkg_service',
    script: 'alter table sandboxes no force row level security;',
    answer: /must be owner/,
  },
  {
    name: 'the daemon takes the trigger away',
    role: 'bkg_service',
    script: 'drop trigger append_only on audit_events;',
    answer: /must be owner/,
  },
  {
    name: 'the daemon becomes the owner',
    role: 'bkg_service',
    script: 'set role bkg_owner;',
    answer: /permission denied to set role/,
  },
  {
    name: 'the daemon makes itself bypass',
    role: 'bkg_service',
    script: 'alter role bkg_service bypassrls;',
    answer: /permission denied|must be superuser/,
  },
  {
    name: 'the daemon makes policies',
    role: 'bkg_service',
    script: 'create policy mine on sandboxes using (true);',
    answer: /must be owner/,
  },
  {
    name: 'the daemon forges the result of a check',
    role: 'bkg_service',
    script: 'update bkg.checks set problems = 0;',
    answer: denied,
  },
  {
    name: 'the owner rewrites history',
    role: 'bkg_migrator',
    script: "update audit_events set actor = 'nobody';",
    answer: denied,
  },
  {
    name: 'the owner rewrites history after granting it to himself',
    role: 'bkg_migrator',
    script: 'begin; grant update on audit_events to bkg_owner; update audit_events set actor = null; rollback;',
    answer: /audit_events is append-only/,
  },
  {
    name: 'the owner without a policy',
    role: 'bkg_migrator',
    script: 'begin; drop policy all_rows_select on sandboxes; select count(*) from sandboxes; rollback;',
    answer: '0',
  },
];

/** The session variable: forged, left over, lost. */
const forgeries: readonly Attack[] = [
  ...["alpha'' or true --", '%', '*', 'alpha, beta', '{alpha,beta}', 'ALPHA', ' alpha', ''].map((value) =>
    byReporting(`a namespace of "${value}"`, `set bkg.namespace = '${value}'; select count(*) from sandboxes;`, '0'),
  ),
  byReporting(
    'a role as a claim',
    `${alpha} set bkg.role = 'admin'; set bkg.admin = on; select count(*) from sandboxes;`,
    '1',
  ),
  byReporting(
    'the same setting by another name',
    "set app.namespace = 'alpha'; set request.namespace = 'alpha'; select count(*) from sandboxes;",
    '0',
  ),
  byReporting(
    'after the transaction',
    "begin; set local bkg.namespace = 'alpha'; commit; select count(*) from sandboxes;",
    '0',
  ),
  byReporting('after a roll-back', `begin; ${alpha} rollback; select count(*) from sandboxes;`, '0'),
  byReporting('after RESET', `${alpha} reset bkg.namespace; select count(*) from sandboxes;`, '0'),
  byReporting('after DISCARD ALL', `${alpha} discard all; select count(*) from sandboxes;`, '0'),
  byReporting('after a reconnect', `${alpha}\n\\connect\nselect count(*) from sandboxes;`, '0'),
  byReporting(
    'a prepared statement from before',
    "begin; set local bkg.namespace = 'alpha'; prepare q as select count(*) from sandboxes; execute q; commit; execute q;",
    '1\n0',
  ),
  byReporting(
    'a generic plan from before',
    "set plan_cache_mode = force_generic_plan; begin; set local bkg.namespace = 'alpha'; prepare q(text) as select name from sandboxes where namespace = $1; execute q('alpha'); execute q('beta'); commit; execute q('alpha');",
    'a-open',
  ),
  byReporting(
    'a search path with a trap',
    `${alpha} set search_path = pg_temp, public; select count(*) from sandbox_executions;`,
    '1',
  ),
];

/** Everything that must give nothing away. */
export const attacks: readonly Attack[] = [...commands, ...detours, ...escalations, ...forgeries];
