-- Counts what is there against what policies.sql knows, and undoes the whole transaction when anything is left over.
-- A new table is refused until it has a line there. The view stays, so that the same question can be asked later.
create table if not exists bkg.expected_policies as table pg_policies with no data;
delete from bkg.expected_policies;
insert into bkg.expected_policies select * from pg_policies where schemaname = 'public';

create or replace view bkg.census with (security_invoker = true) as
with relations as (
  select c.oid, c.relname::text as name, n.nspname::text as schema, c.relkind, c.reloptions,
    c.relrowsecurity and c.relforcerowsecurity as forced,
    pg_get_userbyid(c.relowner)::text as owner, c.relacl, c.relowner
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f')
    and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
), ours (name) as (
  values ('platform_tables'), ('expected_policies'), ('checks'), ('census'), ('sandbox_usage')
), privileges as (
  select r.schema, r.name, acl.grantee, acl.privilege_type, '' as of_column
  from relations r cross join lateral aclexplode(r.relacl) acl where acl.grantee <> r.relowner
  union all
  select r.schema, r.name, acl.grantee, acl.privilege_type, format(' (%I)', a.attname)
  from relations r join pg_attribute a on a.attrelid = r.oid cross join lateral aclexplode(a.attacl) acl
  where acl.grantee <> r.relowner
), policies as (
  select schemaname, tablename, policyname, permissive, roles, cmd, qual, with_check from pg_policies
), members as (
  select m.rolname::text as member, g.rolname::text as granted, m.rolsuper or m.rolcreaterole as administrator
  from pg_auth_members a join pg_roles m on m.oid = a.member join pg_roles g on g.oid = a.roleid
), functions as (
  select p.oid::regprocedure::text as signature, n.nspname::text as schema, pg_get_userbyid(p.proowner)::text as owner, p.prosecdef
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
)
-- Every relation is known, belongs to the owner and lets Postgres filter its rows.
select format('%I.%I is not in policies.sql; add a line for it', schema, name) as problem
from relations
where not (schema = 'public' and name in (select name from bkg.platform_tables) or schema = 'bkg' and name in (select name from ours))
union all
select format('%I has no forced row security', name)
from relations where schema = 'public' and relkind in ('r', 'p') and not forced
union all
select format('%I has no policy', name)
from relations where schema = 'public' and relkind in ('r', 'p')
  and not exists (select from policies p where p.schemaname = schema and p.tablename = name)
union all
select format('view %I.%I shows rows with the rights of its owner; it needs security_invoker', schema, name)
from relations where relkind = 'v' and not coalesce(reloptions && array['security_invoker=true', 'security_invoker=on'], false)
union all
select format('%I belongs to %s; a superuser has to give it to bkg_owner', name, owner)
from relations where owner <> 'bkg_owner'
-- Nobody has a right that no file here gives.
union all
select format('%I%s grants %s to %s', name, of_column, privilege_type, coalesce(r.rolname, 'public'))
from privileges left join pg_roles r on r.oid = grantee
where not coalesce(case
  when schema = 'public' then r.rolname = 'bkg_service' or r.rolname = 'bkg_reporting' and privilege_type = 'SELECT'
  when name = 'sandbox_usage' then r.rolname = 'bkg_reporting' and privilege_type = 'SELECT'
  when name = 'checks' then r.rolname = 'pg_monitor' and privilege_type = 'SELECT'
    or r.rolname = 'bkg_exporter' and privilege_type in ('INSERT', 'UPDATE')
  else r.rolname = 'bkg_exporter' and privilege_type = 'SELECT'
end, false)
union all
select format('audit_events can be changed by %s', role)
from unnest(array['bkg_owner', 'bkg_service', 'bkg_reporting', 'bkg_exporter']) role
where has_table_privilege(role, 'public.audit_events', 'update, delete, truncate')
union all
select 'audit_events has lost the trigger that keeps it append-only'
where not exists (
  select from pg_trigger
  where tgrelid = 'public.audit_events'::regclass and tgname = 'append_only' and tgenabled in ('O', 'A')
)
-- Policies are the ones that policies.sql made.
union all
select format('policy %I of %I shows every row to %s', policyname, tablename, array_to_string(roles, ', '))
from policies
where schemaname = 'public' and permissive = 'PERMISSIVE' and 'true' in (qual, with_check)
  and not roles <@ array['bkg_service', 'bkg_owner']::name[]
union all
select format('policy %I of %I was changed, added or removed since', policyname, tablename)
from (
  (table policies except select schemaname, tablename, policyname, permissive, roles, cmd, qual, with_check from bkg.expected_policies)
  union
  (select schemaname, tablename, policyname, permissive, roles, cmd, qual, with_check from bkg.expected_policies except table policies)
) changed
where schemaname = 'public'
-- No role goes around them.
union all
select format('role %s can go around row security', rolname)
from pg_roles
where (rolname like 'bkg\_%' and (rolsuper or rolbypassrls or rolcreaterole or rolreplication)
    or rolbypassrls and not rolsuper and rolcanlogin and has_database_privilege(oid, current_database(), 'connect'))
  and not (rolname = 'bkg_backup' and not rolsuper and not rolcreaterole)
union all
select format('role %s is a member of %s', member, granted)
from members
where member in ('bkg_service', 'bkg_reporting', 'bkg_owner')
  or member = 'bkg_exporter' and granted <> 'pg_monitor'
  or member = 'bkg_backup' and granted <> 'pg_read_all_data'
  or member = 'bkg_migrator' and granted <> 'bkg_owner'
  -- Whoever may make roles can have any membership, and on a managed server has some from making ours.
  or granted in ('bkg_owner', 'bkg_migrator', 'bkg_service', 'bkg_backup') and member <> 'bkg_migrator' and not administrator
union all
select 'role bkg_owner can log in' from pg_roles where rolname = 'bkg_owner' and rolcanlogin
union all
select format('function %s runs with the rights of %s', signature, owner) from functions where prosecdef
union all
select format('function %s belongs to %s; the owner''s statements could call it', signature, owner)
from functions where owner <> 'bkg_owner';

grant usage on schema bkg to bkg_exporter;
revoke all on bkg.census, bkg.platform_tables, bkg.expected_policies from public, bkg_service, bkg_reporting;
grant select on bkg.census, bkg.platform_tables, bkg.expected_policies to bkg_exporter;

do $$
declare
  problems text;
begin
  select string_agg(problem, E'\n') into problems from bkg.census;
  if problems is not null then
    raise exception E'the database is not what policies.sql describes:\n%', problems;
  end if;
end $$;
