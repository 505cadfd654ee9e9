set search_path = pg_catalog;
set local client_min_messages = warning;

-- What earlier releases asked; the audit brings its own questions.
drop view if exists bkg.census;
drop table if exists bkg.expected_policies;

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

-- Who may what, as the releases that were rolled out here describe it.
create table if not exists bkg.expected_access (
  object text not null,
  fact text not null,
  primary key (object, fact)
);

do $$
declare
  others constant text := array_to_string(array(
    select 'public' union all select quote_ident(rolname) from pg_roles where rolname ~ '^bkg_' and rolname <> 'bkg_owner'
  ), ', ');
begin
  execute format('revoke all on all tables in schema bkg from %s, pg_monitor', others);
end $$;
grant usage on schema bkg to bkg_reporting, bkg_auditor, pg_monitor;
grant select on bkg.sandbox_usage to bkg_reporting;
-- Whoever shows the results is not who writes them.
grant select on bkg.checks to pg_monitor;
grant select, insert, update on bkg.checks to bkg_auditor;
grant select on bkg.expected_access to bkg_auditor;
