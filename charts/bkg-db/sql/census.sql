-- Counts what is there against what policies.sql knows, and undoes the whole transaction when anything is left over.
-- A new table is refused until it has a line there.
set local search_path = public;

create temporary view census as
with relations as (
  select c.oid, c.relname::text as name, n.nspname::text as schema, c.relkind, c.relrowsecurity and c.relforcerowsecurity as forced,
    pg_get_userbyid(c.relowner)::text as owner, c.relacl, c.relowner
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f')
    and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
)
select format('%I.%I is not in policies.sql; add a line for it', schema, name) as problem
from relations where schema <> 'public' or name not in (select name from platform_tables)
union all
select format('%I has no forced row security', name)
from relations where relkind in ('r', 'p') and not forced
union all
select format('%I has no policy', name)
from relations where relkind in ('r', 'p')
  and not exists (select from pg_policies p where p.schemaname = schema and p.tablename = name)
union all
select format('%I belongs to %s; a superuser has to give it to bkg_owner', name, owner)
from relations where owner <> 'bkg_owner'
union all
select format('%I grants %s to %s', name, acl.privilege_type, coalesce(grantee.rolname, 'public'))
from relations cross join lateral aclexplode(relacl) acl left join pg_roles grantee on grantee.oid = acl.grantee
where acl.grantee <> relowner
  and not coalesce(grantee.rolname = 'bkg_service' or grantee.rolname = 'bkg_reporting' and acl.privilege_type = 'SELECT', false)
union all
select format('policy %I of %I shows every row to %s', policyname, tablename, array_to_string(roles, ', '))
from pg_policies
where schemaname = 'public' and permissive = 'PERMISSIVE' and 'true' in (qual, with_check)
  and not roles <@ array['bkg_service', 'bkg_owner']::name[]
union all
select format('audit_events can be changed by %s', role)
from unnest(array['bkg_owner', 'bkg_service', 'bkg_reporting', 'bkg_exporter']) role
where has_table_privilege(role, 'audit_events', 'update, delete, truncate')
union all
select format('role %s can go around row security', rolname)
from pg_roles where rolname like 'bkg\_%' and (rolsuper or rolbypassrls or rolcreaterole or rolreplication)
union all
select format('role %s is a member of %s', member.rolname, granted.rolname)
from pg_auth_members m join pg_roles member on member.oid = m.member join pg_roles granted on granted.oid = m.roleid
where member.rolname in ('bkg_service', 'bkg_reporting', 'bkg_owner')
  or member.rolname = 'bkg_exporter' and granted.rolname <> 'pg_monitor'
union all
select format('function %s runs with the rights of %s', p.oid::regprocedure, pg_get_userbyid(p.proowner))
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where p.prosecdef and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
union all
select 'role bkg_owner can log in' from pg_roles where rolname = 'bkg_owner' and rolcanlogin;

do $$
declare
  problems text;
begin
  select string_agg(problem, E'\n') into problems from census;
  if problems is not null then
    raise exception E'the database is not what policies.sql describes:\n%', problems;
  end if;
end $$;

drop view census;
