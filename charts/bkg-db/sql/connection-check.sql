-- Asks a managed server, as the daemon would, whether it is ready for the first migration.
set search_path = pg_catalog;
do $$
declare
  problems constant text[] := array(
    select format('the server is Postgres %s; the platform needs 15 or newer', current_setting('server_version'))
    where current_setting('server_version_num')::int < 150000
    union all
    select format('role %s is missing; an administrator has to run roles.sql', wanted)
    from unnest(array['bkg_owner', 'bkg_migrator', 'bkg_service', 'bkg_reporting', 'bkg_exporter', 'bkg_auditor']) wanted
    where not exists (select from pg_roles where rolname = wanted)
    union all
    select format('database %s belongs to %s, not to bkg_owner; an administrator has to run roles.sql',
      datname, pg_get_userbyid(datdba))
    from pg_database where datname = current_database() and pg_get_userbyid(datdba) <> 'bkg_owner'
    union all
    select format('role %s can go around row security', rolname)
    from pg_roles where rolname ~ '^bkg_' and rolname <> 'bkg_backup' and (rolsuper or rolbypassrls)
    union all
    select 'the server stores text as ' || current_setting('server_encoding') || ', not as UTF8'
    where current_setting('server_encoding') <> 'UTF8'
  );
begin
  if cardinality(problems) > 0 then
    raise exception E'the server is not ready:\n%', array_to_string(problems, E'\n');
  end if;
  if current_setting('wal_level') <> 'logical' then
    raise warning 'wal_level is %, the guide asks for logical', current_setting('wal_level');
  end if;
end $$;
