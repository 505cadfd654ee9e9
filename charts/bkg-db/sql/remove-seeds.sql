-- The migrations insert development data, among it an admin key that never expires and whose hash is public. Revoking
-- is not enough: while one of them is there nobody can issue a first key. Deleted rows never come back.
set search_path = pg_catalog;
create temporary view seed_keys as
select id from public.api_keys
where token_prefix like any (array['adm-seed%', 'ns-alpha%', 'ns-beta%'])
  or id::text ~ '^(3{8}-|4{8}-|5{8}-)';

-- Whoever rotated such a key still holds one that a stranger may have been first to make.
do $$
declare
  descendants constant text[] := array(
    select token_prefix from public.api_keys
    where rotated_from in (select id from pg_temp.seed_keys) and id not in (select id from pg_temp.seed_keys)
  );
begin
  if cardinality(descendants) > 0 then
    raise exception 'keys were rotated from development keys; delete them first: %', array_to_string(descendants, ', ');
  end if;
end $$;

-- Whatever refers to them goes first.
do $$
declare
  reference record;
begin
  for reference in
    select c.conrelid::regclass as "table", a.attname as "column"
    from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.contype = 'f' and c.confrelid = 'public.api_keys'::regclass and c.conrelid <> c.confrelid
  loop
    execute format('delete from %s where %I in (select id from pg_temp.seed_keys)', reference."table", reference."column");
  end loop;
end $$;
delete from public.api_keys where id in (select id from pg_temp.seed_keys);
delete from public.namespaces where code in ('namespace:alpha', 'namespace:beta');
delete from public.rls_policies where id::text like '66666666-%';

do $$
begin
  if (select count(*) from pg_temp.seed_keys) > 0 then
    raise exception 'development keys are still in api_keys';
  end if;
end $$;

drop view pg_temp.seed_keys;
