import type { modes } from './support/platform';

type Mode = (typeof modes)[string];

/** Something that somebody changes behind the back of our files, and what the audit says about it. */
export interface Tampering {
  readonly name: string;
  readonly script: string;
  readonly finds: string;
  /** What takes it back. */
  readonly undo: string;
  /** Where it can be found; a provider's own roles and databases are not ours to judge. @default everywhere */
  readonly modes?: readonly Mode[];
}

const own: readonly Mode[] = ['statefulset', 'operator'];

function tampering(name: string, script: string, finds: string, undo: string, modes?: readonly Mode[]): Tampering {
  return { name, script, finds, undo, ...(modes && { modes }) };
}

const rows = [
  tampering(
    'row security switched off',
    'alter table public.sandboxes disable row level security',
    'missing: table public.sandboxes has row security',
    'alter table public.sandboxes enable row level security',
  ),
  tampering(
    'row security that spares the owner',
    'alter table public.audit_events no force row level security',
    'missing: table public.audit_events forces row security on its owner',
    'alter table public.audit_events force row level security',
  ),
  tampering(
    'a policy renamed',
    'alter policy own_namespace on public.sandboxes rename to mine',
    'missing: table public.sandboxes policy own_namespace',
    'alter policy mine on public.sandboxes rename to own_namespace',
  ),
  tampering(
    'a policy changed',
    "alter policy own_namespace on public.api_keys using (scope_namespace like '%')",
    "not expected: table public.api_keys policy own_namespace, permissive, for select to public, shows (scope_namespace ~~ '%'::text)",
    "alter policy own_namespace on public.api_keys using (scope_namespace = nullif(current_setting('bkg.namespace', true), ''))",
  ),
  tampering(
    'a policy for everybody',
    'create policy open on public.sandboxes for select using (true)',
    'not expected: table public.sandboxes policy open, permissive, for select to public, shows true',
    'drop policy open on public.sandboxes',
  ),
  tampering(
    'a policy that lets reports see all',
    'create policy reports on public.audit_events for select to bkg_reporting using (true)',
    'not expected: table public.audit_events policy reports, permissive, for select to bkg_reporting, shows true',
    'drop policy reports on public.audit_events',
  ),
];

const grants = [
  tampering(
    'a grant',
    'grant insert on public.sandboxes to bkg_reporting',
    'not expected: table public.sandboxes grants INSERT to bkg_reporting',
    'revoke insert on public.sandboxes from bkg_reporting',
  ),
  tampering(
    'hashes of keys for reports',
    'grant select (token_hash) on public.api_keys to bkg_reporting',
    'not expected: column public.api_keys.token_hash grants SELECT to bkg_reporting',
    'revoke select (token_hash) on public.api_keys from bkg_reporting',
  ),
  tampering(
    'a grant of one column',
    'grant update (token_hash) on public.api_keys to bkg_exporter',
    'not expected: column public.api_keys.token_hash grants UPDATE to bkg_exporter',
    'revoke update (token_hash) on public.api_keys from bkg_exporter',
  ),
  tampering(
    'a grant to all',
    'grant select on public.sandboxes to public',
    'not expected: table public.sandboxes grants SELECT to public',
    'revoke select on public.sandboxes from public',
  ),
  tampering(
    'a grant that may be passed on',
    'grant select on public.sandboxes to bkg_service with grant option',
    'not expected: table public.sandboxes grants SELECT to bkg_service, to pass on',
    'revoke grant option for select on public.sandboxes from bkg_service',
  ),
  tampering(
    'history that can be changed',
    'grant update on public.audit_events to bkg_service',
    'not expected: table public.audit_events grants UPDATE to bkg_service',
    'revoke update on public.audit_events from bkg_service',
  ),
  tampering(
    'history that its owner can change',
    'grant delete on public.audit_events to bkg_owner',
    'missing: table public.audit_events withholds DELETE from its owner',
    'revoke delete on public.audit_events from bkg_owner',
  ),
  tampering(
    'a grant that is gone',
    'revoke insert on public.audit_events from bkg_service',
    'missing: table public.audit_events grants INSERT to bkg_service',
    'grant insert on public.audit_events to bkg_service',
  ),
  tampering(
    'results of checks that the exporter can write',
    'grant update on bkg.checks to bkg_exporter',
    'not expected: table bkg.checks grants UPDATE to bkg_exporter',
    'revoke update on bkg.checks from bkg_exporter',
  ),
  tampering(
    'a sequence for reports',
    'grant select on sequence public.sandbox_executions_id_seq to bkg_reporting',
    'not expected: sequence public.sandbox_executions_id_seq grants SELECT to bkg_reporting',
    'revoke select on sequence public.sandbox_executions_id_seq from bkg_reporting',
  ),
  tampering(
    'CREATE on the schema of the tables',
    'grant create on schema public to bkg_service',
    'not expected: schema public grants CREATE to bkg_service',
    'revoke create on schema public from bkg_service',
  ),
  tampering(
    'USAGE of our schema',
    'grant usage on schema bkg to bkg_service',
    'not expected: schema bkg grants USAGE to bkg_service',
    'revoke usage on schema bkg from bkg_service',
  ),
  tampering(
    'CREATE on the database',
    'grant create on database audited to bkg_service',
    'not expected: database grants CREATE to bkg_service',
    'revoke create on database audited from bkg_service',
  ),
  tampering(
    'temporary tables for reports',
    'grant temporary on database audited to bkg_reporting',
    'not expected: database grants TEMPORARY to bkg_reporting',
    'revoke temporary on database audited from bkg_reporting',
  ),
  tampering(
    'rights on what will be made',
    'alter default privileges for role bkg_owner in schema public grant select on tables to bkg_reporting',
    'not expected: what bkg_owner will make in public grants SELECT on tables to bkg_reporting',
    'alter default privileges for role bkg_owner in schema public revoke select on tables from bkg_reporting',
  ),
  tampering(
    'files of the server',
    'grant execute on function pg_catalog.pg_read_file(text) to bkg_reporting',
    'not expected: function pg_read_file(text) grants EXECUTE to bkg_reporting',
    'revoke execute on function pg_catalog.pg_read_file(text) from bkg_reporting',
  ),
  tampering(
    'hashes of passwords',
    'grant select (rolpassword) on pg_catalog.pg_authid to bkg_exporter',
    'not expected: column pg_authid.rolpassword grants SELECT to bkg_exporter',
    'revoke select (rolpassword) on pg_catalog.pg_authid from bkg_exporter',
  ),
  tampering(
    'a language to pass on',
    'grant usage on language plpgsql to bkg_reporting with grant option',
    'not expected: language plpgsql grants USAGE to bkg_reporting',
    'revoke usage on language plpgsql from bkg_reporting',
  ),
  tampering(
    'a parameter only superusers set',
    'grant set on parameter session_replication_role to bkg_service',
    'not expected: parameter session_replication_role grants SET to bkg_service',
    'revoke set on parameter session_replication_role from bkg_service',
  ),
  tampering(
    'large objects for everybody again',
    'grant execute on function pg_catalog.lo_create(oid) to public',
    'not expected: function lo_create(oid) may be called by everybody',
    'revoke execute on function pg_catalog.lo_create(oid) from public',
    own,
  ),
];

const objects = [
  tampering(
    'history without its trigger',
    'alter table public.audit_events disable trigger append_only',
    'missing: table public.audit_events trigger on, always: CREATE TRIGGER append_only',
    'alter table public.audit_events enable always trigger append_only',
  ),
  tampering(
    'a trigger function with another body',
    "create or replace function bkg.refuse() returns trigger language plpgsql set search_path = pg_catalog as 'begin return null; end'",
    'missing: function bkg.refuse() is plpgsql, with the rights of its caller, set search_path=pg_catalog, body',
    `create or replace function bkg.refuse() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  raise exception 'audit_events is append-only: % is refused', tg_op;
end $$`,
  ),
  tampering(
    'a trigger function without its search path',
    'alter function bkg.refuse() reset search_path',
    'not expected: function bkg.refuse() is plpgsql, with the rights of its caller, set nothing',
    'alter function bkg.refuse() set search_path = pg_catalog',
  ),
  tampering(
    'one more trigger',
    'create trigger watch before insert on public.sandboxes for each row execute function pg_catalog.suppress_redundant_updates_trigger()',
    'not expected: table public.sandboxes trigger on: CREATE TRIGGER watch',
    'drop trigger watch on public.sandboxes',
  ),
  tampering(
    'a rule',
    'create rule quiet as on insert to public.audit_events do instead nothing',
    'not expected: table public.audit_events rule: CREATE RULE quiet',
    'drop rule quiet on public.audit_events',
  ),
  tampering(
    'constraints that nobody enforces',
    'alter table public.sandbox_executions disable trigger all',
    'not expected: table public.sandbox_executions a constraint is not enforced',
    'alter table public.sandbox_executions enable trigger all',
  ),
  tampering(
    'an unknown table',
    'create table public.tenants (id int); alter table public.tenants owner to bkg_owner',
    'not expected: table public.tenants belongs to bkg_owner',
    'drop table public.tenants',
  ),
  tampering(
    'a table of another schema',
    'create schema side; create table side.copy as table public.sandboxes',
    'not expected: table side.copy belongs to postgres',
    'drop schema side cascade',
  ),
  tampering(
    'a copy that keeps itself current',
    'create materialized view public.all_keys as table public.api_keys; alter materialized view public.all_keys owner to bkg_owner',
    'not expected: materialized view public.all_keys belongs to bkg_owner',
    'drop materialized view public.all_keys',
  ),
  tampering(
    'a view that asks with the rights of its owner',
    'create view bkg.all_sandboxes as table public.sandboxes; alter view bkg.all_sandboxes owner to bkg_owner',
    'not expected: view bkg.all_sandboxes belongs to bkg_owner',
    'drop view bkg.all_sandboxes',
  ),
  tampering(
    'our view without its guard',
    'alter view bkg.sandbox_usage reset (security_invoker)',
    'missing: view bkg.sandbox_usage has the option security_invoker=true',
    'alter view bkg.sandbox_usage set (security_invoker = true)',
  ),
  tampering(
    'a table that is gone',
    'alter table public.rls_policies rename to old_policies',
    'missing: table public.rls_policies belongs to bkg_owner',
    'alter table public.old_policies rename to rls_policies',
  ),
  tampering(
    'another owner',
    'alter table public.rls_policies owner to postgres',
    'not expected: table public.rls_policies belongs to postgres',
    'alter table public.rls_policies owner to bkg_owner',
  ),
  tampering(
    'a function with the rights of its owner',
    "create function public.everything() returns bigint security definer language sql as 'select count(*) from public.sandboxes'; alter function public.everything() owner to bkg_owner",
    'not expected: function public.everything() is sql, with the rights of its owner',
    'drop function public.everything()',
  ),
  tampering(
    'a function that the daemon left',
    "create function public.lower(jsonb) returns text language sql as 'select null::text'; alter function public.lower(jsonb) owner to bkg_service",
    'not expected: function public.lower(pg_catalog.jsonb) belongs to bkg_service',
    'drop function public.lower(jsonb)',
  ),
  tampering(
    'a function among those of Postgres',
    "create function pg_catalog.shout(text) returns text language sql as 'select null::text'",
    'not expected: function pg_catalog.shout(pg_catalog.text) belongs to postgres',
    'drop function pg_catalog.shout(text)',
  ),
  tampering(
    'a function of Postgres with the rights of its owner',
    'alter function pg_catalog.lower(text) security definer',
    'not expected: function lower(text) is not as Postgres has it',
    'alter function pg_catalog.lower(text) security invoker',
  ),
  tampering(
    'an operator',
    'create operator public.= (leftarg = text, rightarg = name, function = pg_catalog.texteqname)',
    'not expected: operator public.=(pg_catalog.text,pg_catalog.name) belongs to postgres',
    'drop operator public.= (text, name)',
  ),
  tampering(
    'a type',
    "create type public.mood as enum ('a'); alter type public.mood owner to bkg_service",
    'not expected: type public.mood belongs to bkg_service',
    'drop type public.mood',
  ),
  tampering(
    'an implicit cast',
    'create cast (jsonb as bytea) with inout as implicit',
    'not expected: cast (pg_catalog.jsonb AS pg_catalog.bytea) is there',
    'drop cast (jsonb as bytea)',
  ),
  tampering(
    'a publication of all tables',
    'create publication leak for all tables',
    'not expected: publication leak belongs to postgres',
    'drop publication leak',
  ),
  tampering(
    'a subscription',
    "create subscription feed connection 'host=127.0.0.1' publication p with (connect = false, slot_name = none)",
    'not expected: subscription feed belongs to postgres',
    'drop subscription feed',
  ),
  tampering(
    'an event trigger',
    `create function public.seen() returns event_trigger language plpgsql as 'begin end';
     create event trigger seen on ddl_command_end execute function public.seen()`,
    'not expected: event trigger seen belongs to postgres',
    'drop event trigger seen; drop function public.seen()',
  ),
  tampering(
    'a way to other servers',
    'create foreign data wrapper far; create server far foreign data wrapper far; create user mapping for bkg_service server far',
    'not expected: server far belongs to postgres',
    'drop foreign data wrapper far cascade',
  ),
  tampering(
    'an extension',
    'create extension dblink',
    'not expected: extension dblink belongs to postgres',
    'drop extension dblink',
  ),
  tampering(
    'large objects',
    'select lo_create(4711)',
    'not expected: large objects are there, made by postgres',
    'select lo_unlink(4711)',
  ),
];

const roles = [
  tampering(
    'a role of ours that bypasses',
    'alter role bkg_reporting bypassrls',
    'not expected: role bkg_reporting may log in, go around row security',
    'alter role bkg_reporting nobypassrls',
  ),
  tampering(
    'a role of ours that makes roles',
    'alter role bkg_exporter createrole',
    'not expected: role bkg_exporter may log in, make roles',
    'alter role bkg_exporter nocreaterole',
  ),
  tampering(
    'one more role of ours',
    'create role bkg_helper login',
    'not expected: role bkg_helper may log in',
    'drop role bkg_helper',
  ),
  tampering(
    'somebody else who bypasses',
    'create role analyst login bypassrls',
    'not expected: role analyst may go around row security',
    'drop role analyst',
  ),
  tampering(
    'one more superuser',
    'create role root login superuser',
    'not expected: role root is a superuser',
    'drop role root',
  ),
  tampering(
    'one more administrator',
    'create role clerk login createrole',
    'not expected: role clerk may make roles',
    'drop role clerk',
    own,
  ),
  tampering(
    'somebody who reads all data',
    'create role reader login; grant pg_read_all_data to reader',
    'not expected: role reader is a member of pg_read_all_data',
    'drop role reader',
  ),
  tampering(
    'somebody who replicates',
    'create role copier login replication',
    'not expected: role copier may replicate',
    'drop role copier',
  ),
  tampering(
    'somebody who becomes a superuser through a group',
    'create role admins; grant postgres to admins; create role guest login; grant admins to guest',
    'not expected: role guest is a member of postgres',
    'drop role guest; drop role admins',
  ),
  tampering(
    'a role that got the rights of the daemon',
    'grant bkg_service to bkg_reporting',
    'not expected: role bkg_reporting is a member of bkg_service',
    'revoke bkg_service from bkg_reporting',
  ),
  tampering(
    'a membership to pass on',
    'grant bkg_owner to bkg_migrator with admin option',
    'not expected: role bkg_migrator is a member of bkg_owner, to pass on',
    'revoke admin option for bkg_owner from bkg_migrator',
  ),
  tampering(
    'a stranger with the rights of the owner',
    'create role stranger login; grant bkg_owner to stranger',
    'not expected: role stranger is a member of bkg_owner',
    'drop role stranger',
  ),
  tampering(
    'an owner who logs in',
    'alter role bkg_owner login',
    'not expected: role bkg_owner may log in',
    'alter role bkg_owner nologin',
  ),
  tampering(
    'reports over any number of connections',
    'alter role bkg_reporting connection limit -1',
    'missing: role bkg_reporting may log in, over 4 connections',
    'alter role bkg_reporting connection limit 4',
  ),
  tampering(
    'reports without an end',
    'alter role bkg_reporting reset statement_timeout',
    'missing: role bkg_reporting is set statement_timeout=5min',
    "alter role bkg_reporting set statement_timeout = '5min'",
  ),
  tampering(
    'a role that fires no triggers',
    'alter role bkg_service set session_replication_role = replica',
    'not expected: role bkg_service is set session_replication_role=replica',
    'alter role bkg_service reset session_replication_role',
  ),
  tampering(
    'a role of ours that looks for names elsewhere',
    'alter role bkg_auditor in database audited set search_path = public',
    'not expected: role bkg_auditor is set search_path=public',
    'alter role bkg_auditor in database audited reset search_path',
  ),
  tampering(
    'a database that looks for names elsewhere',
    'alter database audited set search_path = side, public',
    'not expected: database is set search_path=side, public',
    'alter database audited reset search_path',
  ),
  tampering(
    'another database for reports',
    'grant connect on database postgres to bkg_reporting',
    'not expected: role bkg_reporting may connect to postgres',
    'revoke connect on database postgres from bkg_reporting',
    own,
  ),
];

/** Each is done by a superuser; the audit has to name every one. */
export const tamperings: readonly Tampering[] = [...rows, ...grants, ...objects, ...roles];

/** What a finding is about: kind and name. */
export function subject({ finds }: Tampering): string {
  return /^[^:]*: (\S+ \S+)/.exec(finds)?.[1] ?? finds;
}
