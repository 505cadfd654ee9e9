-- Every object and right of the two schemas, in an order that does not depend on when it was made.
select 'column', table_schema, table_name, column_name, data_type, is_nullable, column_default
from information_schema.columns where table_schema in ('public', 'bkg') order by 2, 3, 4;
select 'relation', c.oid::regclass, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.relowner::regrole, c.reloptions,
  (select string_agg(acl::text, ',' order by acl::text) from unnest(c.relacl) acl)
from pg_class c where c.relnamespace in ('public'::regnamespace, to_regnamespace('bkg')) order by c.oid::regclass::text;
select 'policy', schemaname, tablename, policyname, permissive, roles, cmd, qual, with_check from pg_policies order by 2, 3, 4;
select 'trigger', tgrelid::regclass, tgname, tgenabled from pg_trigger where not tgisinternal order by tgrelid::regclass::text, tgname;
select 'function', oid::regprocedure, proowner::regrole, md5(prosrc) from pg_proc
where pronamespace in ('public'::regnamespace, to_regnamespace('bkg')) order by oid::regprocedure::text;
select 'schema', oid::regnamespace, nspowner::regrole, (select string_agg(acl::text, ',' order by acl::text) from unnest(nspacl) acl)
from pg_namespace where oid in ('public'::regnamespace, to_regnamespace('bkg')) order by 2;
select 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid) from pg_constraint
where connamespace = 'public'::regnamespace order by conrelid::regclass::text, conname;
