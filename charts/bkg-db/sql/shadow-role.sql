-- The role of a daemon that gets copies of requests and must not write. Run after roles.sql, in the platform's database
-- and by whoever runs that file, while the environment's daemon has a colour with a shadow; may be run again. `connections`
-- is a variable of psql: eight for each process of the daemon (its pool), and one process more while they are replaced.
set search_path = pg_catalog;
set client_min_messages = warning;

do $$
begin
  if not exists (select from pg_roles where rolname = 'bkg_shadow') then
    create role bkg_shadow login;
  end if;
end $$;

alter role bkg_shadow nocreatedb nocreaterole connection limit :connections;
-- So that a migration may end a session that holds its lock.
grant bkg_shadow to bkg_migrator;

-- The schema of views is all that it finds. Not read-only by default: Postgres would refuse the daemon's start and the
-- update of a key's last use before a trigger could swallow it. What it may not write, it is not granted.
alter role bkg_shadow set search_path = bkg_shadow;
alter role bkg_shadow set statement_timeout = '30s';
alter role bkg_shadow set lock_timeout = '5s';
alter role bkg_shadow set idle_in_transaction_session_timeout = '1min';
