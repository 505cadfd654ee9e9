-- What the daemon asks of the database, by release: the released one and the one before it, which still runs during a
-- roll-out and again after a roll-back. Prepared and planned as the daemon's own role against the migrated schema,
-- never executed; a migration that takes away what a release still uses fails here.
--
-- A new release is a line in `releases`: its tag, and the release whose statements it asks. One that asks others brings
-- them below and names itself. Staging and production take no daemon whose tag has no line. Remove a release when the
-- one after it has left production.
--
-- 0.1.0: the columns of each statement as the daemon's source has them (fact sheet §6.7).
set search_path = pg_catalog;
set client_min_messages = warning;

do $$
declare
  asked record;
  parameters int;
  problems text[] := '{}';
begin
  for asked in
    with releases (release, asks) as (values
      ('0.1.0', '0.1.0')
    ), statements (asks, name, statement) as (values
      -- Issued at every start, through the daemon's own schema.
      ('0.1.0', 'migrator/create', 'create table if not exists bkg_service._sqlx_migrations (version bigint primary key,
        description text not null, installed_on timestamptz not null default now(), success boolean not null,
        checksum bytea not null, execution_time bigint not null)'),
      ('0.1.0', 'migrator/failed', 'select version from bkg_service._sqlx_migrations
        where success = false order by version limit 1'),
      ('0.1.0', 'migrator/applied', 'select version, checksum from bkg_service._sqlx_migrations order by version'),

      ('0.1.0', 'sandbox/create', 'insert into public.sandboxes (id, namespace, name, runtime, status, cpu_limit_millis,
        memory_limit_bytes, disk_limit_bytes, timeout_seconds, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)'),
      ('0.1.0', 'sandbox/get', 'select * from public.sandboxes where id = $1'),
      ('0.1.0', 'sandbox/list', 'select * from public.sandboxes where namespace = $1'),
      ('0.1.0', 'sandbox/status', 'update public.sandboxes set status = $2, updated_at = $3 where id = $1'),
      ('0.1.0', 'sandbox/started', 'update public.sandboxes set last_started_at = $2, updated_at = $3 where id = $1'),
      ('0.1.0', 'sandbox/stopped', 'update public.sandboxes set last_stopped_at = $2, updated_at = $3 where id = $1'),
      ('0.1.0', 'sandbox/delete', 'delete from public.sandboxes where id = $1'),

      ('0.1.0', 'execution/record', 'insert into public.sandbox_executions (sandbox_id, executed_at, command, args,
        exit_code, stdout, stderr, duration_ms, timed_out) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)'),
      ('0.1.0', 'execution/list', 'select command, args, exit_code, stdout, stderr, duration_ms, timed_out, executed_at
        from public.sandbox_executions where sandbox_id = $1 order by executed_at desc limit $2'),

      ('0.1.0', 'key/count', 'select count(*) from public.api_keys'),
      ('0.1.0', 'key/issue', 'insert into public.api_keys (id, token_hash, token_prefix, scope_type, scope_namespace,
        rate_limit, created_at, expires_at, revoked, rotated_from, rotated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, false, $9, $10)'),
      ('0.1.0', 'key/find', 'select * from public.api_keys where token_hash = $1'),
      ('0.1.0', 'key/get', 'select * from public.api_keys where id = $1'),
      ('0.1.0', 'key/list', 'select * from public.api_keys'),
      ('0.1.0', 'key/use', 'update public.api_keys set last_used_at = $2 where id = $1'),
      ('0.1.0', 'key/revoke', 'update public.api_keys set revoked = $2 where id = $1'),
      ('0.1.0', 'key/rotation-event', 'insert into public.key_rotation_events (id, new_key_id, previous_key_id,
        rotated_at, payload, signature, created_at, delivered) values ($1, $2, $3, $4, $5, $6, $7, false)'),

      ('0.1.0', 'model/register', 'insert into public.model_registry (id, name, provider, version, format, source_uri,
        stage, size_bytes, checksum_sha256, error_message, last_synced_at, created_at, updated_at, tags)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)'),
      ('0.1.0', 'model/get', 'select * from public.model_registry where id = $1'),
      ('0.1.0', 'model/list', 'select * from public.model_registry'),
      ('0.1.0', 'model/stage', 'update public.model_registry
        set stage = $2, last_synced_at = $3, error_message = $4, updated_at = $5 where id = $1'),
      ('0.1.0', 'model/delete', 'delete from public.model_registry where id = $1'),
      ('0.1.0', 'model/job', 'insert into public.model_download_jobs (id, model_id, stage, progress, started_at,
        finished_at, error_message) values ($1, $2, $3, $4, $5, $6, $7)'),
      ('0.1.0', 'model/jobs', 'select * from public.model_download_jobs where model_id = $1'),

      ('0.1.0', 'audit/record', 'insert into public.audit_events (id, namespace, actor, event_type, recorded_at, payload,
        signature_valid) values ($1, $2, $3, $4, $5, $6, $7)'),
      ('0.1.0', 'audit/list', 'select * from public.audit_events
        where namespace = $1 and actor = $2 and event_type = $3 and recorded_at >= $4 order by recorded_at desc limit $5'),

      ('0.1.0', 'policy/change', 'update public.rls_policies set expression = $2, updated_at = $3 where id = $1')
    )
    -- A release without statements answers with a null, which is a problem as well.
    select release, coalesce(name, 'nothing') as name, statement
    from releases left join statements using (asks) order by release, name
  loop
    begin
      if asked.statement like 'create %' then
        execute asked.statement;
      else
        execute 'prepare asked as ' || asked.statement;
        select count(distinct n) into parameters from regexp_matches(asked.statement, '\$\d+', 'g') n;
        -- Planning an execution, unlike preparing it, also asks whether the role may do it.
        execute 'explain execute asked' || case when parameters > 0 then
          '(' || array_to_string(array_fill('null'::text, array[parameters]), ', ') || ')' else '' end;
        deallocate asked;
      end if;
    exception when others then
      problems := problems || format('%s of release %s: %s', asked.name, asked.release, sqlerrm);
      if exists (select from pg_prepared_statements where name = 'asked') then
        deallocate asked;
      end if;
    end;
    -- Planning locks tables; all of them at once could meet another run of the policies the wrong way round.
    commit;
  end loop;
  if cardinality(problems) > 0 then
    raise exception E'the schema no longer answers a release that may still run:\n%', array_to_string(problems, E'\n');
  end if;
end $$;
