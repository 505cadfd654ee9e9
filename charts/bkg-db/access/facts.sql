-- Who may what, in sentences: the object, and what is true of it. The owner's own rights go without saying.
database as (
  select oid, datdba, datacl from pg_database where datname = current_database()
), strangers as (
  -- Whoever logs in, is none of ours and no administrator, who may do anything anyway.
  select oid, rolname from pg_roles
  where rolcanlogin and not rolsuper and not rolcreaterole and rolname !~ '^bkg_' and rolname <> all (known_roles)
), reached as (
  -- Roles whose rights somebody has who should not have any that we do not know of; 0 is everybody.
  select 0::oid as oid
  union select oid from pg_roles where rolname ~ '^bkg_'
  union select r.oid from pg_roles r join strangers s on pg_has_role(s.oid, r.oid, 'member')
), ours as (
  select * from pg_roles where rolname ~ '^bkg_'
), acls as (
  select name, owner, coalesce(acl, acldefault(kind, owner)) as acl from objects where kind is not null
  union all
  select 'database', datdba, coalesce(datacl, acldefault('d', datdba)) from database
  union all
  select 'column ' || attrelid::regclass || '.' || attname, o.owner, attacl
  from objects o join pg_attribute on o.classid = 'pg_class'::regclass and attrelid = o.objid and attacl is not null
), system_acls as (
  -- What comes with Postgres, by the rights that it came with.
  select s.name, e.grantee, e.privilege_type, e.is_grantable
  from (
    select 'function ' || oid::regprocedure as name, 'pg_proc'::regclass as classid, oid, 0 as part, proacl as acl from pg_proc
    union all
    select 'relation ' || oid::regclass, 'pg_class'::regclass, oid, 0, relacl from pg_class
    union all
    select 'column ' || attrelid::regclass || '.' || attname, 'pg_class'::regclass, attrelid, attnum, attacl from pg_attribute
    union all
    select 'language ' || lanname, 'pg_language'::regclass, oid, 0, lanacl from pg_language
    union all
    select 'schema ' || nspname, 'pg_namespace'::regclass, oid, 0, nspacl from pg_namespace where nspname <> 'public'
    union all
    select 'type ' || oid::regtype, 'pg_type'::regclass, oid, 0, typacl from pg_type
  ) s cross join lateral aclexplode(s.acl) e
  where s.oid < 16384 and e.grantee in (select oid from reached)
    and not (e.grantee = 0 and s.classid in ('pg_proc'::regclass, 'pg_type'::regclass)
      and not exists (select from pg_init_privs p where p.classoid = s.classid and p.objoid = s.oid and p.objsubid = s.part))
    and not (e.grantee = 0 and s.name = 'language plpgsql')
    -- initdb notes no rights of the schema that it makes last.
    and not (e.grantee = 0 and s.name ~ '^(relation|schema) information_schema' and e.privilege_type in ('SELECT', 'USAGE'))
    and not exists (
      select from pg_init_privs p cross join lateral aclexplode(p.initprivs) i
      where p.classoid = s.classid and p.objoid = s.oid and p.objsubid = s.part
        and i.grantee = e.grantee and i.privilege_type = e.privilege_type and i.is_grantable = e.is_grantable
    )
), facts (object, fact) as (
  -- Objects, and what decides about rows.
  select name, coalesce('belongs to ' || pg_get_userbyid(owner), 'is there') from objects
  union all
  select name, 'has row security' from objects join pg_class c on classid = 'pg_class'::regclass and c.oid = objid where relrowsecurity
  union all
  select name, 'forces row security on its owner'
  from objects join pg_class c on classid = 'pg_class'::regclass and c.oid = objid where relforcerowsecurity
  union all
  select name, 'has the option ' || option
  from objects join pg_class c on classid = 'pg_class'::regclass and c.oid = objid cross join unnest(reloptions) option
  where relkind = 'v'
  union all
  select name, 'asks: ' || trim(regexp_replace(pg_get_viewdef(objid), '\s+', ' ', 'g'))
  from objects join pg_class c on classid = 'pg_class'::regclass and c.oid = objid where relkind in ('v', 'm')
  union all
  select name, format('policy %s, %s, for %s to %s, shows %s, accepts %s', polname,
    case when polpermissive then 'permissive' else 'restrictive' end,
    case polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
    array_to_string(array(
      select case member when 0 then 'public' else pg_get_userbyid(member)::text end from unnest(polroles) member order by 1
    ), ', '),
    coalesce(regexp_replace(pg_get_expr(polqual, polrelid), '\s+', ' ', 'g'), 'nothing'),
    coalesce(regexp_replace(pg_get_expr(polwithcheck, polrelid), '\s+', ' ', 'g'), 'nothing'))
  from objects join pg_policy on classid = 'pg_class'::regclass and polrelid = objid
  union all
  select name, format('trigger %s: %s', case tgenabled when 'O' then 'on' when 'A' then 'on, always' else 'off' end, pg_get_triggerdef(t.oid))
  from objects join pg_trigger t on classid = 'pg_class'::regclass and tgrelid = objid where not tgisinternal
  union all
  select name, 'a constraint is not enforced'
  from objects join pg_trigger t on classid = 'pg_class'::regclass and tgrelid = objid where tgisinternal and tgenabled not in ('O', 'A')
  union all
  select name, 'rule: ' || pg_get_ruledef(r.oid)
  from objects join pg_rewrite r on classid = 'pg_class'::regclass and ev_class = objid where rulename <> '_RETURN'
  -- Functions.
  union all
  select name, format('is %s, with the rights of %s, set %s, body %s', lanname,
    case when prosecdef then 'its owner' else 'its caller' end, coalesce(array_to_string(proconfig, ', '), 'nothing'),
    md5(concat_ws(' ', prosrc, probin, pg_get_function_sqlbody(p.oid))))
  from objects join pg_proc p on classid = 'pg_proc'::regclass and p.oid = objid join pg_language l on l.oid = prolang
  union all
  select 'function ' || p.oid::regprocedure, 'is not as Postgres has it'
  from pg_proc p join pg_language l on l.oid = prolang
  where p.oid < 16384 and (prosecdef or proowner <> 10 or lanname not in ('internal', 'c', 'sql', 'plpgsql') or proconfig is not null
    or lanname = 'plpgsql' and pronamespace = 'pg_catalog'::regnamespace)
  -- Rights.
  union all
  select name, format('grants %s to %s%s', privilege_type,
    case grantee when 0 then 'public' else pg_get_userbyid(grantee)::text end, case when is_grantable then ', to pass on' else '' end)
  from acls cross join lateral aclexplode(acl) where grantee <> owner
  union all
  -- Postgres 17 has one more for owners, MAINTAIN.
  select name, format('withholds %s from its owner', privilege)
  from acls cross join unnest(array['INSERT', 'SELECT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) privilege
  where name ~ '^table ' and not exists (select from aclexplode(acl) where grantee = owner and privilege_type = privilege)
  union all
  select name, format('grants %s to %s', privilege_type, case grantee when 0 then 'public' else pg_get_userbyid(grantee)::text end)
  from system_acls
  union all
  select 'function ' || oid::regprocedure, 'may be called by everybody'
  from pg_proc where has_function_privilege('public', oid, 'execute')
    and proname in ('lo_creat', 'lo_create', 'lo_from_bytea', 'lo_put', 'lo_truncate', 'lo_truncate64', 'lowrite')
  union all
  select 'parameter ' || parname, format('grants %s to %s', privilege_type,
    case grantee when 0 then 'public' else pg_get_userbyid(grantee)::text end)
  from pg_parameter_acl cross join lateral aclexplode(paracl) where grantee in (select oid from reached)
  union all
  select 'what ' || pg_get_userbyid(defaclrole) || ' will make' || coalesce(' in ' || nullif(defaclnamespace, 0)::regnamespace, ''),
    format('grants %s on %s to %s', privilege_type,
      case defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions' when 'T' then 'types' else 'schemas' end,
      case grantee when 0 then 'public' else pg_get_userbyid(grantee)::text end)
  from pg_default_acl cross join lateral aclexplode(defaclacl)
  where defaclrole in (select oid from reached) and grantee <> defaclrole
  union all
  select distinct 'large objects', 'are there, made by ' || pg_get_userbyid(lomowner) from pg_largeobject_metadata
  -- Roles.
  union all
  select 'role ' || rolname, format('may%s%s%s%s%s%s, %s', case when rolcanlogin then ' log in' else ' not log in' end,
    case when rolsuper then ', do anything' else '' end, case when rolcreaterole then ', make roles' else '' end,
    case when rolcreatedb then ', make databases' else '' end, case when rolbypassrls then ', go around row security' else '' end,
    case when rolreplication then ', replicate' else '' end,
    case rolconnlimit when -1 then 'over any number of connections' else format('over %s connections', rolconnlimit) end)
  from ours
  union all
  select 'role ' || rolname, 'may go around row security'
  from strangers s join pg_roles using (oid, rolname) where rolbypassrls
  union all
  select 'role ' || rolname, 'may replicate' from strangers join pg_roles using (oid, rolname) where rolreplication
  union all
  select 'role ' || rolname, 'is a superuser' from pg_roles where rolsuper and oid <> 10 and rolname <> all (known_roles)
  union all
  select 'role ' || rolname, 'may make roles'
  from pg_roles where rolcreaterole and not rolsuper and not provided and rolname !~ '^bkg_' and rolname <> all (known_roles)
  union all
  select 'role ' || m.rolname, format('is a member of %s%s', g.rolname, case when admin_option then ', to pass on' else '' end)
  from pg_auth_members a join pg_roles m on m.oid = member join pg_roles g on g.oid = roleid
  where m.rolname ~ '^bkg_'
  union all
  -- Whoever may make roles can have any membership, and on a provider's server has some from making ours.
  select 'role ' || s.rolname, 'is a member of ' || g.rolname
  from strangers s join pg_roles g on g.oid <> s.oid and pg_has_role(s.oid, g.oid, 'member')
  where g.rolname ~ '^(bkg|pg)_' or g.rolsuper or g.rolcreaterole
  -- Settings.
  union all
  select case when setrole = 0 then 'database' else 'role ' || pg_get_userbyid(setrole) end, 'is set ' || setting
  from pg_db_role_setting cross join unnest(setconfig) setting
  where setrole in (select oid from reached) and setdatabase in (0, (select oid from database))
  union all
  select 'server', format('has %s %s', name, setting) from pg_settings
  where name in ('session_replication_role', 'row_security', 'allow_system_table_mods', 'lo_compat_privileges')
    and setting <> boot_val
  union all
  select 'database', 'belongs to ' || pg_get_userbyid(datdba) from database
  union all
  select 'role ' || rolname, 'may connect to ' || datname
  from ours join pg_database d on d.datname in ('postgres', 'template1')
  where not provided and rolcanlogin and has_database_privilege(ours.oid, d.oid, 'connect')
)
