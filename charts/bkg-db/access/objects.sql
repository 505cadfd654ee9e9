-- Every object that somebody has made in this database, wherever it lies: what initdb makes has a lower number
-- (FirstNormalObjectId, src/include/access/transam.h of Postgres). Members of an extension come and go with it.
objects as (
  select o.classid, o.objid, o.owner, o.kind, o.acl, i.type, i.schema, i.type || ' ' || i.identity as name
  from (
    select 'pg_class'::regclass as classid, oid as objid, relowner as owner, relacl as acl,
      case relkind when 'S' then 's' else 'r' end::"char" as kind
    from pg_class where relkind in ('r', 'p', 'v', 'm', 'f', 'S')
    union all select 'pg_proc'::regclass, oid, proowner, proacl, 'f' from pg_proc
    union all select 'pg_type'::regclass, oid, typowner, typacl, 'T'
    from pg_type t
    -- Row types and array types belong to what they are made of.
    where typcategory <> 'A' and not exists (select from pg_class c where c.oid = t.typrelid and c.relkind <> 'c')
    union all select 'pg_namespace'::regclass, oid, nspowner, nspacl, 'n' from pg_namespace
    union all select 'pg_language'::regclass, oid, lanowner, lanacl, 'l' from pg_language
    union all select 'pg_foreign_data_wrapper'::regclass, oid, fdwowner, fdwacl, 'F' from pg_foreign_data_wrapper
    union all select 'pg_foreign_server'::regclass, oid, srvowner, srvacl, 'S' from pg_foreign_server
    union all select 'pg_operator'::regclass, oid, oprowner, null, null from pg_operator
    union all select 'pg_opclass'::regclass, oid, opcowner, null, null from pg_opclass
    union all select 'pg_opfamily'::regclass, oid, opfowner, null, null from pg_opfamily
    union all select 'pg_am'::regclass, oid, null, null, null from pg_am
    union all select 'pg_cast'::regclass, oid, null, null, null from pg_cast
    union all select 'pg_transform'::regclass, oid, null, null, null from pg_transform
    union all select 'pg_collation'::regclass, oid, collowner, null, null from pg_collation
    union all select 'pg_conversion'::regclass, oid, conowner, null, null from pg_conversion
    union all select 'pg_ts_config'::regclass, oid, cfgowner, null, null from pg_ts_config
    union all select 'pg_ts_dict'::regclass, oid, dictowner, null, null from pg_ts_dict
    union all select 'pg_ts_parser'::regclass, oid, null, null, null from pg_ts_parser
    union all select 'pg_ts_template'::regclass, oid, null, null, null from pg_ts_template
    union all select 'pg_event_trigger'::regclass, oid, evtowner, null, null from pg_event_trigger
    union all select 'pg_extension'::regclass, oid, extowner, null, null from pg_extension
    union all select 'pg_publication'::regclass, oid, pubowner, null, null from pg_publication
    union all select 'pg_subscription'::regclass, oid, subowner, null, null
    from pg_subscription where subdbid = (select oid from pg_database where datname = current_database())
    union all select 'pg_user_mapping'::regclass, umid, null, null, null from pg_user_mappings
  ) o cross join lateral pg_identify_object(o.classid, o.objid, 0) i
  where (o.objid >= 16384 or o.classid = 'pg_namespace'::regclass and o.objid = to_regnamespace('public'))
    and coalesce(i.schema, '') !~ '^pg_(temp|toast)' and i.identity !~ '^pg_(temp|toast)'
    and not exists (
      select from pg_depend d where d.classid = o.classid and d.objid = o.objid and d.deptype = 'e'
    )
    and not (o.classid = 'pg_extension'::regclass and i.name = any (allowed_extensions))
)
