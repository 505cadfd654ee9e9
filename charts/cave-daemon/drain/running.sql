-- How many sandboxes somebody may still be using: started, and with a start or a command within the last minutes. The daemon
-- does not write down that a restart ended those that ran, so the status alone would be waited for in vain.
set search_path = pg_catalog;
\getenv minutes IDLE_MINUTES

select count(*)
from public.sandboxes s
where s.status in ('preparing', 'starting', 'running')
  and greatest(
    s.created_at,
    s.last_started_at,
    (select max(e.executed_at) from public.sandbox_executions e where e.sandbox_id = s.id)
  ) > now() - make_interval(mins => :'minutes'::integer);
