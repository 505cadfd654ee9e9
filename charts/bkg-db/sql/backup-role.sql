-- The role that makes backups of our own server: a dump has to see past row security, a base backup speaks the
-- replication protocol. Only a superuser may give that; operators and providers make backups by themselves.
do $$
begin
  if not exists (select from pg_roles where rolname = 'bkg_backup') then
    create role bkg_backup login;
  end if;
  execute format('grant connect on database %I to bkg_backup', current_database());
end $$;

alter role bkg_backup bypassrls replication;
alter role bkg_backup set default_transaction_read_only = on;
grant pg_read_all_data to bkg_backup;
