set local client_min_messages = warning;

-- What reports and monitoring read. A view asks with the rights of whoever reads it, so row security holds in it too.
drop view if exists bkg.sandbox_usage;
create view bkg.sandbox_usage with (security_invoker = true) as
select sandboxes.namespace, sandboxes.id as sandbox_id, count(executions.id) as executions
from public.sandboxes left join public.sandbox_executions executions on executions.sandbox_id = sandboxes.id
group by sandboxes.namespace, sandboxes.id;

-- The last result of each periodic check; monitoring exposes them as metrics.
create table if not exists bkg.checks (
  name text primary key,
  problems integer not null,
  checked_at timestamptz not null
);

revoke all on all tables in schema bkg from public, bkg_migrator, bkg_service, bkg_reporting, bkg_exporter, pg_monitor;
grant usage on schema bkg to bkg_reporting, pg_monitor;
grant select on bkg.sandbox_usage to bkg_reporting;
grant select on bkg.checks to pg_monitor;
grant insert, update on bkg.checks to bkg_exporter;
