-- Who may see and change which rows. Postgres itself enforces it, for the tables' owner too. Runs as bkg_owner after
-- every change of the schema, in one transaction with the files next to it, and may be run again: it takes
-- everything away first and then grants what this file says.
set search_path = pg_catalog;
set local client_min_messages = warning;
set local lock_timeout = '5s';

-- Ours, apart from the schema that the migrations fill.
create schema if not exists bkg;

-- One line per table. `service` is what the daemon may do; `visible` is the condition under which any other role
-- sees a row, and null hides the table from them; `columns` are the ones they may read, null for all.
create table if not exists bkg.platform_tables (
  name text primary key,
  service text not null,
  visible text,
  columns text
);
create temporary table platform_tables (like bkg.platform_tables) on commit drop;

insert into pg_temp.platform_tables (name, service, visible, columns) values
  ('sandboxes', 'select, insert, update, delete', 'namespace = %L', null),
  -- The subquery is itself filtered, so an execution is visible exactly when its sandbox is.
  ('sandbox_executions', 'select, insert, update, delete',
    'exists (select from public.sandboxes where sandboxes.id = sandbox_executions.sandbox_id)', null),
  ('namespaces', 'select, insert, update, delete', 'code = %L', null),
  ('api_keys', 'select, insert, update, delete', 'scope_namespace = %L',
    'id, token_prefix, scope_type, scope_namespace, rate_limit, created_at, last_used_at, expires_at, revoked'),
  ('audit_events', 'select, insert', 'namespace = %L', null),
  ('key_rotation_events', 'select, insert, update, delete', null, null),
  ('rls_policies', 'select, insert, update, delete', null, null),
  ('model_registry', 'select, insert, update, delete', null, null),
  ('model_download_jobs', 'select, insert, update, delete', null, null),
  ('_sqlx_migrations', 'select', null, null);

-- An unset variable reads as null and a reset one as the empty string; neither may match a row.
update pg_temp.platform_tables
set visible = replace(visible, '%L', $$nullif(current_setting('bkg.namespace', true), '')$$);

-- The database remembers the tables it was told about: after a roll-back, an older release meets those of a newer
-- one, which are still protected as that one left them. A table that is in neither list is refused by the audit.
delete from bkg.platform_tables where to_regclass(format('public.%I', name)) is null;
insert into bkg.platform_tables select * from pg_temp.platform_tables
on conflict (name) do update set service = excluded.service, visible = excluded.visible, columns = excluded.columns;

-- What a colour of the daemon with a shadow finds; shadow.sql, where it is, makes all of it anew.
drop schema if exists bkg_shadow cascade;

do $$
declare
  old record;
begin
  if exists (select from pg_roles where rolname = 'bkg_shadow') then
    execute format('revoke connect on database %I from bkg_shadow', current_database());
  end if;
  for old in
    select tablename, policyname from pg_policies
    where schemaname = 'public' and tablename in (select name from pg_temp.platform_tables)
  loop
    execute format('drop policy %I on public.%I', old.policyname, old.tablename);
  end loop;
end $$;

do $$
declare
  t record;
  command text;
  others constant text := array_to_string(array(
    select 'public' union all select quote_ident(rolname) from pg_roles where rolname ~ '^bkg_' and rolname <> 'bkg_owner'
  ), ', ');
begin
  for t in select * from pg_temp.platform_tables order by name loop
    execute format('alter table public.%I enable row level security, force row level security', t.name);
    execute format('revoke all on public.%I from %s', t.name, others);

    -- The daemon sets no session variable, so its role and the migrations' see every row by a policy that says so.
    -- One policy per command: what a role is not granted, no policy lets it do either.
    execute format('grant %s on public.%I to bkg_service', t.service, t.name);
    foreach command in array string_to_array(t.service, ', ') loop
      execute format('create policy %I on public.%I for %s to bkg_service, bkg_owner %s', 'all_rows_' || command, t.name,
        command,
        case command
          when 'insert' then 'with check (true)'
          when 'update' then 'using (true) with check (true)'
          else 'using (true)'
        end);
    end loop;

    if t.visible is not null then
      execute format('grant select %s on public.%I to bkg_reporting', coalesce('(' || t.columns || ')', ''), t.name);
      execute format('create policy own_namespace on public.%I for select to public using (%s)', t.name, t.visible);
    end if;
  end loop;

  -- Nobody but the owner creates anything where privileged sessions look for names.
  execute format('revoke all on schema public, bkg from %s', others);
  execute format('revoke all on all sequences in schema public from %s', others);
end $$;

-- Migrations write their own bookkeeping.
create policy bookkeeping on public._sqlx_migrations for all to bkg_owner using (true) with check (true);

grant usage on schema public to bkg_service, bkg_reporting;
grant usage on all sequences in schema public to bkg_service;

-- The daemon migrates at its start. Nothing is left to do by then, but it always issues CREATE TABLE IF NOT EXISTS for
-- the bookkeeping table, and Postgres asks for CREATE on the schema before it notices that the table exists. So it has
-- a schema of its own, first in its search path, in which that name is there already.
create schema if not exists bkg_service;
revoke all on schema bkg_service from public;
grant usage, create on schema bkg_service to bkg_service;
drop view if exists bkg_service._sqlx_migrations;
create view bkg_service._sqlx_migrations with (security_invoker = true) as select * from public._sqlx_migrations;
grant select on bkg_service._sqlx_migrations to bkg_service;

-- Audit events are written once. Grants and policies hold for the roles; the trigger holds for everybody.
revoke update, delete, truncate on public.audit_events from bkg_owner;
create or replace function bkg.refuse() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  raise exception 'audit_events is append-only: % is refused', tg_op;
end $$;
revoke all on function bkg.refuse() from public;
create or replace trigger append_only before update or delete or truncate on public.audit_events
  for each statement execute function bkg.refuse();
-- Whatever happens to a table's triggers, this one fires for replicas as well.
alter table public.audit_events enable always trigger append_only;
