-- Deletes the records of executions, with all they printed, once they are older than the environment keeps them. In
-- batches that commit, so that no lock is held for long and a run that is ended has not worked for nothing.
\getenv days EXECUTION_RETENTION_DAYS
select set_config('bkg.execution_retention', :'days' || ' days', false) is null as unset \gset

do $$
declare
  kept_since constant timestamptz := now() - current_setting('bkg.execution_retention')::interval;
  -- The only moment that an execution has.
  moment constant name := (
    select attname from pg_attribute
    where attrelid = 'public.sandbox_executions'::regclass and atttypid = 'timestamptz'::regtype and not attisdropped
  );
  batch bigint;
  deleted bigint := 0;
begin
  loop
    execute format(
      'delete from public.sandbox_executions where id in (
         select id from public.sandbox_executions where %I < $1 order by id limit 1000 for update skip locked)', moment)
      using kept_since;
    get diagnostics batch = row_count;
    deleted := deleted + batch;
    commit;
    exit when batch = 0;
  end loop;
  raise notice '% executions from before % deleted', deleted, kept_since;
end $$;
