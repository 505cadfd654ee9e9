-- The database's roles and who may do what with the database itself. Run in the platform's database before the first
-- migration, by whoever created the database: a Job or the operator does it in the cluster, an administrator on a
-- managed server. It may be run again. Passwords are set elsewhere, so none is in this file.
--
--   bkg_owner      owns every table; nobody logs in as it
--   bkg_migrator   logs in for migrations and policies, and works as bkg_owner
--   bkg_service    the daemon
--   bkg_reporting  reads one namespace at a time, chosen by the session variable bkg.namespace
--   bkg_exporter   reads server statistics and the results of checks, reads no row of a tenant
--   bkg_auditor    reads the catalogue and writes the results of checks, reads no row of a tenant
--   bkg_backup     takes base backups; only where backup-role.sql has made it
set search_path = pg_catalog;
set client_min_messages = warning;

do $$
declare
  role_name text;
begin
  foreach role_name in array array['bkg_owner', 'bkg_migrator', 'bkg_service', 'bkg_reporting', 'bkg_exporter', 'bkg_auditor'] loop
    if not exists (select from pg_roles where rolname = role_name) then
      execute format('create role %I login', role_name);
    end if;
  end loop;
end $$;

alter role bkg_owner nologin;
grant bkg_owner to bkg_migrator;
grant pg_monitor to bkg_exporter;
-- So that a migration may end a report that holds its lock.
grant bkg_reporting to bkg_migrator;

-- Whatever a migration creates belongs to bkg_owner, without the migration having to know.
alter role bkg_migrator set role = 'bkg_owner';
alter role bkg_migrator set search_path = public;
-- A statement that waits for a lock makes every later one wait behind it; a Job can simply try again.
alter role bkg_migrator set lock_timeout = '10s';

-- The daemon's own schema is where it may create: its migrator always issues CREATE TABLE IF NOT EXISTS.
alter role bkg_service set search_path = bkg_service, public;

alter role bkg_reporting connection limit 4;
alter role bkg_reporting set default_transaction_read_only = on;
alter role bkg_reporting set statement_timeout = '5min';
alter role bkg_reporting set idle_in_transaction_session_timeout = '1min';
alter role bkg_reporting set idle_session_timeout = '30min';

-- These two look into schemas that others fill.
alter role bkg_exporter set search_path = pg_catalog;
alter role bkg_auditor set search_path = pg_catalog;

do $$
declare
  own text := current_database();
  other record;
  writer regprocedure;
  superuser constant boolean := (select rolsuper from pg_roles where rolname = current_user);
begin
  -- Only a superuser may give a database to a role it is no member of.
  if not superuser then
    execute format('grant bkg_owner to %I', current_user);
  end if;
  execute format('alter database %I owner to bkg_owner', own);
  execute format('revoke all on database %I from public', own);
  execute format(
    'grant connect on database %I to bkg_migrator, bkg_service, bkg_reporting, bkg_exporter, bkg_auditor', own);

  -- Everybody may log in to these two unless told otherwise.
  for other in
    select datname from pg_database
    where datname in ('postgres', 'template1') and datname <> own and (superuser or pg_has_role(datdba, 'usage'))
  loop
    execute format('revoke connect on database %I from public', other.datname);
  end loop;
  -- CloudNativePG's replicas rewind through the first of them, and its metrics are read there and here by a role that
  -- it makes later (cnpg_metrics_exporter, CloudNativePG 1.29), a member of pg_monitor.
  if exists (select from pg_roles where rolname = 'streaming_replica') then
    grant connect on database postgres to streaming_replica, pg_monitor;
    execute format('grant connect on database %I to pg_monitor', own);
  end if;

  -- The platform has no large objects, and row security knows none.
  if superuser then
    for writer in
      select oid from pg_proc where pronamespace = 'pg_catalog'::regnamespace
        and proname in ('lo_creat', 'lo_create', 'lo_from_bytea', 'lo_put', 'lo_truncate', 'lo_truncate64', 'lowrite')
    loop
      execute format('revoke execute on function %s from public', writer);
    end loop;
  end if;
end $$;
