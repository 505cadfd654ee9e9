-- The role that takes base backups of our own server. Only a superuser may let a role replicate; operators and providers
-- make backups by themselves.
set search_path = pg_catalog;
set client_min_messages = error;

do $$
begin
  if not exists (select from pg_roles where rolname = 'bkg_backup') then
    create role bkg_backup login;
  end if;
  execute format('revoke connect on database %I from bkg_backup', current_database());
end $$;

-- A base backup holds every row and needs no other right; earlier releases gave two more.
alter role bkg_backup replication nobypassrls connection limit 2;
revoke pg_read_all_data from bkg_backup;
