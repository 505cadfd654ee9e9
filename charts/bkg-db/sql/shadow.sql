-- What a daemon that gets copies of requests finds instead of the tables: views of those it reads, in the one schema of its
-- search path. Runs after policies.sql, which has taken away what an earlier run made.
set search_path = pg_catalog;
set local client_min_messages = warning;

do $$
begin
  if not exists (select from pg_roles where rolname = 'bkg_shadow') then
    raise exception 'role bkg_shadow is missing; an administrator has to run shadow-role.sql';
  end if;
end $$;

create schema bkg_shadow;
-- CREATE for the same reason as the schema bkg_service has it: the daemon's start asks for it.
grant usage, create on schema bkg_shadow to bkg_shadow;

-- A view asks with the rights of whoever reads it, so that row security decides as it does for the daemon that serves, and
-- so that no view lends the owner's right to lock a row. The role may not enter `public`, where the tables are.
do $$
declare
  read text;
begin
  execute format('grant connect on database %I to bkg_shadow', current_database());
  foreach read in array array['sandboxes', 'sandbox_executions', 'api_keys', 'model_registry', 'model_download_jobs',
    'audit_events', '_sqlx_migrations'] loop
    execute format('create view bkg_shadow.%I with (security_invoker = true) as select * from public.%I', read, read);
    execute format('grant select on bkg_shadow.%I, public.%I to bkg_shadow', read, read);
    execute format('create policy shadow_select on public.%I for select to bkg_shadow using (true)', read);
  end loop;
end $$;

-- Every authenticated call notes when its key was used, and an error there is a 401. It counts as done and changes nothing.
create function bkg_shadow.ignore_use() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  return new;
end $$;
revoke all on function bkg_shadow.ignore_use() from public;
create trigger ignore_use instead of update on bkg_shadow.api_keys
  for each row execute function bkg_shadow.ignore_use();
grant update (last_used_at) on bkg_shadow.api_keys to bkg_shadow;
