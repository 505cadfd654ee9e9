-- Deletes the records of executions, with all they printed, once they are older than the environment keeps them. In
-- batches that commit, so that no lock is held for long and a run that is ended has not worked for nothing.
\getenv days EXECUTION_RETENTION_DAYS
set search_path = pg_catalog;
select set_config('bkg.execution_retention', :'days' || ' days', false) is null as unset \gset

do $$
declare
  kept_since constant timestamptz := now() - current_setting('bkg.execution_retention')::interval;
  batch bigint;
  deleted bigint := 0;
begin
  loop
    delete from public.sandbox_executions where id in (
      select id from public.sandbox_executions where executed_at < kept_since order by id limit 1000 for update skip locked
    );
    get diagnostics batch = row_count;
    deleted := deleted + batch;
    commit;
    exit when batch = 0;
  end loop;
  raise notice '% executions from before % deleted', deleted, kept_since;
end $$;
