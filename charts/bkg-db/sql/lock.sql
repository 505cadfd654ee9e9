-- Takes the lock under which sqlx's migrator works, the daemon's own as well, and keeps it until the session ends.
-- Everybody may take an advisory lock and keep it; a report or a shadow has no business with this one, so its session
-- ends. As the role that has logged in, which may do that.
\getenv lock MIGRATION_LOCK
set search_path = pg_catalog;
select set_config('bkg.lock', :'lock', false) is null as unset \gset
set role none;
do $$
declare
  key constant bigint := current_setting('bkg.lock')::bigint;
begin
  while not pg_try_advisory_lock(key) loop
    perform pg_stat_clear_snapshot();
    perform pg_terminate_backend(pid)
    from pg_locks join pg_stat_activity using (pid)
    where locktype = 'advisory' and objsubid = 1 and (pg_locks.classid::bigint << 32 | objid::bigint) = key
      and usename in ('bkg_reporting', 'bkg_shadow');
    perform pg_sleep(0.5);
  end loop;
end $$;
reset role;
