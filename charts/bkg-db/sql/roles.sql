-- The database's roles and who may do what with the database itself. Run in the platform's database before the first
-- migration, by whoever created the database: a Job or the operator does it in the cluster, an administrator on a
-- managed server. It may be run again. Passwords are set elsewhere, so none is in this file.
--
--   bkg_owner      owns every table; nobody logs in as it
--   bkg_migrator   logs in for migrations and policies, and works as bkg_owner
--   bkg_service    the daemon
--   bkg_reporting  reads one namespace at a time, chosen by the session variable bkg.namespace
--   bkg_exporter   reads server statistics and the catalogue, writes the results of checks, reads no row of a tenant
--   bkg_backup     reads everything; only where backup-role.sql has made it
set client_min_messages = warning;

do $$
declare
  name text;
begin
  foreach name in array array['bkg_owner', 'bkg_migrator', 'bkg_service', 'bkg_reporting', 'bkg_exporter'] loop
    if not exists (select from pg_roles where rolname = name) then
      execute format('create role %I login', name);
    end if;
  end loop;
end $$;

alter role bkg_owner nologin;
grant bkg_owner to bkg_migrator;
grant pg_monitor to bkg_exporter;

-- Whatever a migration creates belongs to bkg_owner, without the migration having to know.
alter role bkg_migrator set role = 'bkg_owner';
-- A statement that waits for a lock makes every later one wait behind it; a Job can simply try again.
alter role bkg_migrator set lock_timeout = '10s';

alter role bkg_reporting set default_transaction_read_only = on;
alter role bkg_reporting set statement_timeout = '5min';
alter role bkg_reporting set idle_in_transaction_session_timeout = '1min';

do $$
declare
  database text := current_database();
begin
  -- Only a superuser may give a database to a role it is no member of.
  if not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant bkg_owner to %I', current_user);
  end if;
  execute format('alter database %I owner to bkg_owner', database);
  execute format('revoke all on database %I from public', database);
  execute format('grant connect on database %I to bkg_migrator, bkg_service, bkg_reporting, bkg_exporter', database);
end $$;
